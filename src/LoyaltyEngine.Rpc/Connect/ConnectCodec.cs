using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>One of the two forms of a message in Connect's unary calls.</summary>
internal sealed class ConnectCodec
{
    public const string Json = "application/json";
    public const string Proto = "application/proto";

    private static readonly ConnectCodec _json = new(Json);
    private static readonly ConnectCodec _proto = new(Proto);

    private ConnectCodec(string contentType) => ContentType = contentType;

    public string ContentType { get; }

    private bool IsJson => ContentType == Json;

    /// <summary>The codec of a content type; null if there is none, or its characters are not UTF-8.</summary>
    public static ConnectCodec? Find(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
            return null;
        if (type.MediaType.Equals(Proto, StringComparison.OrdinalIgnoreCase))
            return _proto;
        var isUtf8 = !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return isUtf8 && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? _json : null;
    }

    /// <summary>The request in protobuf's own form, found to be a message of its type.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it is none.</exception>
    public byte[] ReadRequest(byte[] body, MessageDescriptor type, ConnectJson json)
    {
        if (IsJson)
            return json.Parse(body, type).ToByteArray();
        try
        {
            type.Parser.ParseFrom(body);
            return body;
        }
        catch (InvalidProtocolBufferException)
        {
            throw ConnectFailures.NoMessage(type.FullName);
        }
    }

    public byte[] WriteResponse(ReadOnlyMemory<byte> message, MessageDescriptor type, ConnectJson json)
        => IsJson ? json.Format(type.Parser.ParseFrom(message.Span)) : message.ToArray();
}
