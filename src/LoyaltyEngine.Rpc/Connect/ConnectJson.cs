using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>
/// Messages as proto3 JSON. A name that the message does not have is refused: in a ledger, a misspelt field must not be
/// taken for one left out.
/// </summary>
internal sealed class ConnectJson(TypeRegistry types)
{
    /// <summary>The deepest nesting of objects and arrays, as in protobuf's own parsers.</summary>
    public const int DepthMax = 100;

    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    private readonly JsonParser _parser = new(new JsonParser.Settings(DepthMax, types));
    private readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(types));

    /// <exception cref="RpcException">INVALID_ARGUMENT with the place and nothing of any exception.</exception>
    public IMessage Parse(byte[] json, MessageDescriptor type)
    {
        var text = CheckSyntax(json);
        var reader = new CountingReader(text);
        try
        {
            return _parser.Parse(reader, type);
        }
        catch (Exception)
        {
            // Whatever the parser calls it, its input is to blame, and only the place is told.
            var offset = Encoding.UTF8.GetByteCount(text.AsSpan(0, reader.Position));
            var (path, isName) = JsonPlace.PathBefore(json, offset);
            var reason = isName ? "there is no field" : "a value does not fit";
            throw ConnectFailures.Invalid(
                $"The JSON is no {type.FullName}: {reason} at {path}, {JsonPlace.At(json, offset)}.");
        }
    }

    public byte[] Format(IMessage message) => Encoding.UTF8.GetBytes(_formatter.Format(message));

    /// <summary>
    /// Looks the whole text over before protobuf's parser does, which would neither say where it is malformed nor
    /// refuse what no UTF-8 has.
    /// </summary>
    private static string CheckSyntax(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
            while (reader.Read())
            {
            }

            return _strict.GetString(json);
        }
        catch (JsonException malformed)
        {
            var place = JsonPlace.At((malformed.LineNumber ?? 0) + 1, (malformed.BytePositionInLine ?? 0) + 1);
            throw ConnectFailures.Invalid(
                $"The request is no JSON, or nested deeper than {DepthMax}: {place}.");
        }
        catch (DecoderFallbackException malformed)
        {
            throw ConnectFailures.Invalid($"The request is no UTF-8: {JsonPlace.At(json, malformed.Index)}.");
        }
    }
}
