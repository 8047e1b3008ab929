using System.IO.Compression;
using Grpc.Net.Compression;

namespace LoyaltyEngine.Rpc.InteropServer;

/// <summary>Gzip that counts what it inflates: once for each message.</summary>
internal sealed class CountingGzip : ICompressionProvider
{
    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    /// <inheritdoc/>
    public string EncodingName => _gzip.EncodingName;

    /// <inheritdoc/>
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
        => _gzip.CreateCompressionStream(stream, compressionLevel);

    /// <inheritdoc/>
    public Stream CreateDecompressionStream(Stream stream)
    {
        CompressedMessages.Add();
        return _gzip.CreateDecompressionStream(stream);
    }
}
