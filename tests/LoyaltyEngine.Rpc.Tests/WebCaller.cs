using System.Text;
using Grpc.AspNetCore.Server;
using LoyaltyEngine.Rpc.Connect;
using LoyaltyEngine.Rpc.Tests.Probe;
using LoyaltyEngine.Rpc.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A server that a browser can call, and a caller of it that knows HTTP and nothing else.</summary>
internal sealed class WebCaller : IAsyncDisposable
{
    public const string Http1 = "1.1";
    public const string Http2 = "2.0";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    });

    private readonly Version _version;

    private WebCaller(ProbeServer server, string version)
    {
        Server = server;
        _version = Version.Parse(version);
    }

    public ProbeServer Server { get; }

    public static async Task<WebCaller> StartAsync(
        string version,
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? before = null,
        Action<WebApplication>? behind = null)
    {
        var server = await ProbeServer.StartAsync(
            options,
            services,
            app =>
            {
                before?.Invoke(app);
                app.UseGrpcWeb();
                app.UseConnect(ProbeService.Descriptor);
                if (behind is null)
                    app.MapGrpcService<ProbeHandler>();
                else
                    behind(app);
            },
            version == Http1 ? HttpProtocols.Http1 : HttpProtocols.Http2);
        return new WebCaller(server, version);
    }

    /// <summary>Calls Probe by Connect with JSON.</summary>
    public Task<WebResponse> ProbeAsync(string json, params (string Name, string Value)[] headers)
        => PostAsync(RawClient.ProbePath, "application/json", Encoding.UTF8.GetBytes(json), headers);

    public Task<WebResponse> PostAsync(
        string path, string contentType, byte[] body, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, path, contentType, new ByteArrayContent(body), headers);

    public async Task<WebResponse> SendAsync(
        HttpMethod method,
        string path,
        string? contentType,
        HttpContent? content,
        (string Name, string Value)[] headers,
        CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, path))
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (contentType is not null)
            content!.Headers.TryAddWithoutValidation("content-type", contentType);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        response.Version.ShouldBe(_version);
        return new WebResponse(
            (int)response.StatusCode,
            response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            response.TrailingHeaders.NonValidated.Count);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
