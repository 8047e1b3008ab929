using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Compression;

/// <summary>Compresses and inflates whole messages; an inflated one never grows past the limit.</summary>
internal static class MessageCompression
{
    private const int FirstBufferBytes = 16 * 1024;

    /// <summary>
    /// Inflates a message. Reading stops one byte past the limit, so that a small message which inflates to a large one
    /// costs no more memory than an allowed message.
    /// </summary>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED past the limit, INTERNAL for bytes that do not inflate.
    /// </exception>
    public static byte[] Inflate(ICompressionProvider provider, in ReadOnlySequence<byte> message, int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBufferBytes, limit));
        try
        {
            using var source = PipeReader.Create(message).AsStream();
            using var inflating = provider.CreateDecompressionStream(source);
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer, length, limit);
                var read = inflating.Read(buffer, length, buffer.Length - length);
                if (read == 0)
                    return buffer.AsSpan(0, length).ToArray();
                length += read;
                if (length > limit)
                    throw new RpcException(MessageLimits.ReceivedTooLarge);
            }
        }
        catch (InvalidDataException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The compressed message cannot be inflated."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static ReadOnlyMemory<byte> Compress(
        ICompressionProvider provider, ReadOnlySpan<byte> message, CompressionLevel? level)
    {
        var target = new MemoryStream();
        using (var compressing = provider.CreateCompressionStream(target, level))
            compressing.Write(message);
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }

    private static byte[] Grow(byte[] buffer, int length, int limit)
    {
        var wanted = (int)Math.Min(2L * buffer.Length, limit + 1L);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, length + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
