using System.Buffers;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <content>Compression of the call's messages, agreed by headers.</content>
internal sealed partial class ServerCall
{
    private string? _requestedEncoding;

    /// <summary>Inflates the request; the limit counts for what comes out.</summary>
    /// <exception cref="RpcException">
    /// The encoding is missing or unknown, or the message too large or no such thing.
    /// </exception>
    public byte[] Inflate(in ReadOnlySequence<byte> payload)
    {
        var encoding = Http.Request.Headers.GrpcEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals(GrpcHeaders.Identity, StringComparison.OrdinalIgnoreCase))
            throw new RpcException(CallFailures.CompressedWithoutEncoding);
        if (Settings.FindCompression(encoding) is { } provider)
            return MessageCompression.Inflate(provider, payload, Settings.MaxReceiveBytes);

        if (!Http.Response.HasStarted)
            Http.Response.Headers.GrpcAcceptEncoding = Settings.AcceptEncoding;
        throw new RpcException(CallFailures.UnknownEncoding(encoding));
    }

    /// <summary>Announces the encoding of the responses, if there is one that the client accepts.</summary>
    private void AnnounceEncoding()
    {
        var encoding = _requestedEncoding ?? Settings.ResponseEncoding;
        if (encoding is null || Settings.FindCompression(encoding) is null)
            return;
        var acceptable = Http.Request.Headers.GrpcAcceptEncoding.ToString();
        foreach (var accepted in acceptable.Split(',', StringSplitOptions.TrimEntries))
        {
            if (accepted.Equals(encoding, StringComparison.OrdinalIgnoreCase))
                Http.Response.Headers.GrpcEncoding = encoding;
        }
    }

    /// <summary>Gets how the next response is compressed, or null.</summary>
    public ICompressionProvider? ChooseCompression()
    {
        if (_requestedEncoding is null && Settings.ResponseEncoding is null)
            return null;
        if (!Http.Response.HasStarted)
            AnnounceEncoding();
        if (WriteOptions is { } options && (options.Flags & WriteFlags.NoCompress) != 0)
            return null;
        return Http.Response.Headers.GrpcEncoding is [{ } announced] ? Settings.FindCompression(announced) : null;
    }
}
