using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>Writes the JSON of an error: its code, its message, and its details in base64 and for people.</summary>
internal sealed class ConnectError(TypeRegistry types)
{
    private static readonly JsonWriterOptions _options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(types));

    /// <param name="status">The outcome.</param>
    /// <param name="richStatus">A google.rpc.Status in base64, as gRPC's trailers carry it; or null.</param>
    public byte[] Format(Grpc.Core.Status status, string? richStatus)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target, _options))
        {
            json.WriteStartObject();
            json.WriteString("code", ConnectCode.Of(status.StatusCode).Name);
            if (status.Detail.Length > 0)
                json.WriteString("message", status.Detail);
            if (Read(richStatus) is { Details.Count: > 0 } rich)
                WriteDetails(json, rich.Details);
            json.WriteEndObject();
        }

        return target.ToArray();
    }

    private void WriteDetails(Utf8JsonWriter json, IEnumerable<Any> details)
    {
        json.WriteStartArray("details");
        foreach (var detail in details)
        {
            var type = Any.GetTypeName(detail.TypeUrl);
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("value", Convert.ToBase64String(detail.Value.Span).TrimEnd('='));
            if (Explain(type, detail) is { } debug)
            {
                json.WritePropertyName("debug");
                json.WriteRawValue(debug);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string? Explain(string type, Any detail)
    {
        if (types.Find(type) is not { } descriptor)
            return null;
        try
        {
            return _formatter.Format(descriptor.Parser.ParseFrom(detail.Value));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidOperationException)
        {
            // It is for people only: the value is there without it.
            return null;
        }
    }

    private static Google.Rpc.Status? Read(string? richStatus)
    {
        if (richStatus is null)
            return null;
        try
        {
            var bytes = Convert.FromBase64String(richStatus.PadRight((richStatus.Length + 3) / 4 * 4, '='));
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (Exception exception) when (exception is FormatException or InvalidProtocolBufferException)
        {
            // A service may put anything into a trailer of that name; the error is told without its details.
            return null;
        }
    }
}
