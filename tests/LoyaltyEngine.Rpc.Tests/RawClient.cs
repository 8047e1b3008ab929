using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Google.Protobuf;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Speaks HTTP/2 to a server without any of our client code, so that it can break the rules.</summary>
internal sealed class RawClient(Uri address) : IDisposable
{
    public const string ProbePath = "/loyalty.rpc.probe.v1.ProbeService/Probe";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Gzip(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return target.ToArray();
    }

    public Task<RawResponse> PostAsync(byte[] body, params (string Name, string Value)[] headers)
        => PostAsync(ProbePath, new PiecewiseContent([body]), headers);

    public async Task<RawResponse> PostAsync(
        string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        foreach (var (name, value) in headers)
        {
            if (name == "content-type")
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await SendAsync(request);
    }

    public async Task<RawResponse> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, CancellationToken.None);
        var body = await response.Content.ReadAsByteArrayAsync();
        var headers = Values(response.Headers.NonValidated);
        return new RawResponse(response.StatusCode, headers, body, Values(response.TrailingHeaders.NonValidated));
    }

    public void Dispose() => _http.Dispose();

    private static Dictionary<string, string> Values(System.Net.Http.Headers.HttpHeadersNonValidated headers)
        => headers.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
