using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>The body of a request: read whole and inflated, and never more of it than the limit.</summary>
internal static class ConnectBody
{
    private const string Identity = "identity";

    private static readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    /// <exception cref="RpcException">The body is too large, or its encoding unknown or wrong.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var isGzip = encoding.Equals(ConnectHeaders.Gzip, StringComparison.OrdinalIgnoreCase);
        if (!isGzip && encoding.Length > 0 && !encoding.Equals(Identity, StringComparison.OrdinalIgnoreCase))
            throw ConnectFailures.UnknownEncoding(encoding);
        if (request.ContentLength > limit)
            throw ConnectFailures.TooLarge;

        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                body.AdvanceTo(read.Buffer.End);
                throw ConnectFailures.TooLarge;
            }

            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return isGzip ? Inflate(read.Buffer, limit) : read.Buffer.ToArray();
            }
            finally
            {
                body.AdvanceTo(read.Buffer.End);
            }
        }
    }

    /// <summary>Puts the message into the frame in which gRPC expects it.</summary>
    public static PipeReader Frame(ReadOnlySpan<byte> message)
    {
        var frame = new byte[MessageFrame.PrefixLength + message.Length];
        MessageFrame.WritePrefix(frame, message.Length);
        message.CopyTo(frame.AsSpan(MessageFrame.PrefixLength));
        return PipeReader.Create(new ReadOnlySequence<byte>(frame));
    }

    public static byte[] Deflate(byte[] body)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(body);
        return target.ToArray();
    }

    private static byte[] Inflate(in ReadOnlySequence<byte> body, int limit)
    {
        try
        {
            return MessageCompression.Inflate(_gzip, body, limit);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.Internal)
        {
            throw ConnectFailures.UnreadableGzip;
        }
    }
}
