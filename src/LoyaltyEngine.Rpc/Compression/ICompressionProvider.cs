using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages. Any thread.</summary>
public interface ICompressionProvider
{
    /// <summary>Gets the name in <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    Stream CreateDecompressionStream(Stream stream);
}
