using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Tests.Probe;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class ResponseFrameTests
{
    /// <summary>A stream compresses some messages and not others; interop case server_compressed_streaming.</summary>
    [Fact]
    public async Task Frame_PlainMessageAfterCompressedOne_HoldsThatMessageAlone()
    {
        var pipe = new Pipe();
        var frame = new ResponseFrame();

        Write(frame, pipe.Writer, 100, new GzipCompressionProvider(CompressionLevel.Fastest));
        Write(frame, pipe.Writer, 200, null);
        Write(frame, pipe.Writer, 300, new GzipCompressionProvider(CompressionLevel.Fastest));
        await pipe.Writer.CompleteAsync();

        var written = await pipe.Reader.ReadAtLeastAsync(int.MaxValue);
        Flags(written.Buffer.ToArray()).ShouldBe([1, 0, 1]);
    }

    private static void Write(ResponseFrame frame, PipeWriter body, int size, ICompressionProvider? compression)
    {
        frame.Begin(body, int.MaxValue, compression, null);
        var message = new ProbeResponse { Payload = ByteString.CopyFrom(new byte[size]) };
        frame.SetPayloadLength(message.CalculateSize());
        message.WriteTo(frame.GetBufferWriter());
        frame.Complete();
    }

    private static List<byte> Flags(byte[] body)
    {
        var flags = new List<byte>();
        for (var at = 0; at < body.Length; at += 5 + (int)BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(at + 1)))
            flags.Add(body[at]);
        return flags;
    }
}
