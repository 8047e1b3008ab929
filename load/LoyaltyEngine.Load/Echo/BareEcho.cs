using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Load.Echo;

/// <summary>
/// Sends a gRPC frame back as it came, without a gRPC library: what Kestrel's HTTP/2 alone can do, the ceiling for any
/// gRPC server on it.
/// </summary>
internal static class BareEcho
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/loyalty.load.v1.EchoService/Bare";

    private const int LargestFrame = 64 * 1024;

    public static async Task AnswerAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync();
        while (!read.IsCompleted && read.Buffer.Length < LargestFrame)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        var response = context.Response;
        response.ContentType = "application/grpc";
        var size = (int)read.Buffer.Length;
        read.Buffer.CopyTo(response.BodyWriter.GetSpan(size));
        response.BodyWriter.Advance(size);
        reader.AdvanceTo(read.Buffer.End);

        // Nothing is flushed here: at the end Kestrel sends headers, body and trailers at once.
        response.AppendTrailer("grpc-status", "0");
    }
}
