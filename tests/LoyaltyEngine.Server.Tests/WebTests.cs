using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>The server as a browser or curl calls it, on both of its ports.</summary>
public sealed class WebTests
{
    private const string BalancePath = "/loyalty.v1.TillService/GetBalance";
    private const string CheckPath = "/grpc.health.v1.Health/Check";
    private const string ReflectionPath = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const string Shop = "https://shop.example";

    [Fact]
    public async Task Connect_OnBothPorts_EarnsAndIsRefusedLikeGrpc()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        await server.Members.EnrolMemberAsync(Requests.Enrol("ada"));
        using var http = new Caller(server);

        var earned = await http.PostJsonAsync(server.HttpUrl, "/loyalty.v1.TillService/EarnPoints", """
            {
              "programId": "sample", "memberId": "ada", "requestId": "r1", "occurTime": "2026-01-02T12:00:00Z",
              "basket": { "currencyCode": "GBP", "lines": [{ "sku": "TEAPOT", "amountMinor": "7000" }] }
            }
            """);
        var refused = await http.PostJsonAsync(server.GrpcUrl, "/loyalty.v1.TillService/BurnPoints", """
            { "programId": "sample", "memberId": "ada", "requestId": "r2", "occurTime": "2026-01-02T12:00:00Z",
              "points": 100 }
            """);

        earned.Status.ShouldBe(HttpStatusCode.OK, earned.Body);
        (await server.Till.GetBalanceAsync(Requests.Balance("ada"))).Balance.AvailablePoints.ShouldBe(70);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonDocument.Parse(refused.Body).RootElement;
        error.GetProperty("code").GetString().ShouldBe("failed_precondition");
        error.GetProperty("details")[0].GetProperty("type").GetString().ShouldBe("google.rpc.ErrorInfo");
        error.GetProperty("details")[0].GetProperty("debug").GetProperty("reason").GetString()
            .ShouldBe("INSUFFICIENT_POINTS");
    }

    [Fact]
    public async Task Connect_EveryMethod_IsThere()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        using var http = new Caller(server);
        var methods = new[] { TillService.Descriptor, MemberService.Descriptor, ServerService.Descriptor }
            .SelectMany(service => service.Methods).ToList();
        methods.Count.ShouldBeGreaterThan(9);

        foreach (var method in methods)
        {
            var answer = await http.PostJsonAsync(server.HttpUrl, $"/{method.Service.FullName}/{method.Name}", "{}");

            var code = JsonDocument.Parse(answer.Body).RootElement.TryGetProperty("code", out var name)
                ? name.GetString() : null;
            code.ShouldBe(method.Name == "GetServerInfo" ? null : "invalid_argument", method.FullName);
        }
    }

    [Fact]
    public async Task GrpcWeb_OnBothPorts_TellsHealth()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        using var http = new Caller(server);

        foreach (var url in new[] { server.HttpUrl, server.GrpcUrl })
        {
            var answer = await http.SendAsync(
                HttpMethod.Post, url, CheckPath, "application/grpc-web", [0, 0, 0, 0, 0]);

            // A message with field 1 = 1, SERVING, and the trailers.
            answer.Bytes.ShouldBe([0, 0, 0, 0, 2, 8, 1, 0x80, 0, 0, 0, 16, .. "grpc-status: 0\r\n"u8]);
        }
    }

    [Theory]
    [InlineData("", Shop, null)]
    [InlineData("https://till.example," + Shop, Shop, Shop)]
    [InlineData(Shop, "https://other.example", null)]
    [InlineData("*", Shop, "*")]
    public async Task Cors_Configured_LetsItsOriginsCall(string configured, string origin, string? allowed)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            folder.File("data"), wrapper: ["env", $"Loyalty__CorsOrigin={configured}"]);
        using var http = new Caller(server);

        var preflight = await http.SendAsync(
            HttpMethod.Options, server.HttpUrl, BalancePath, null, [],
            ("Origin", origin), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "connect-protocol-version,x-grpc-web"));
        var call = await http.SendAsync(
            HttpMethod.Post, server.HttpUrl, CheckPath, "application/grpc-web", [0, 0, 0, 0, 0], ("Origin", origin));

        preflight.Header("Access-Control-Allow-Origin").ShouldBe(allowed);
        call.Header("Access-Control-Allow-Origin").ShouldBe(allowed);
        if (allowed is null)
            return;
        preflight.Header("Access-Control-Allow-Methods").ShouldBe("POST");
        preflight.Header("Access-Control-Allow-Headers").ShouldBe("connect-protocol-version,x-grpc-web");
        call.Header("Access-Control-Expose-Headers")!.ShouldContain("grpc-status");
    }

    [Fact]
    public async Task Limits_OnTheHttpPort_AreThoseOfGrpc()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"));
        using var http = new Caller(server);

        var answer = await http.PostJsonAsync(
            server.HttpUrl, BalancePath, $$"""{"memberId":"{{new string('x', 1024 * 1024)}}"}""");

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Body.ShouldContain("resource_exhausted");
    }

    [Theory]
    [InlineData("Loyalty__Reflection=", false)]
    [InlineData("Loyalty__Reflection=on", true)]
    [InlineData("ASPNETCORE_ENVIRONMENT=Development", true)]
    public async Task Reflection_UnlessConfigured_IsForDevelopmentOnly(string environment, bool isServed)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.File("data"), wrapper: ["env", environment]);
        using var http = new Caller(server);

        // Field 7, list_services, with an empty text.
        var answer = await http.SendAsync(
            HttpMethod.Post, server.GrpcUrl, ReflectionPath, "application/grpc", [0, 0, 0, 0, 2, 0x3A, 0],
            ("te", "trailers"));

        answer.Body.Contains("loyalty.v1.TillService", StringComparison.Ordinal).ShouldBe(isServed);
        (answer.Header("grpc-status") == "12").ShouldBe(!isServed);
    }

    /// <summary>Calls the HTTP port by HTTP/1.1 and the gRPC port by HTTP/2.</summary>
    private sealed class Caller(ServerProcess server) : IDisposable
    {
        private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

        public Task<Answer> PostJsonAsync(string url, string path, string json)
            => SendAsync(HttpMethod.Post, url, path, "application/json", Encoding.UTF8.GetBytes(json));

        public async Task<Answer> SendAsync(
            HttpMethod method,
            string url,
            string path,
            string? contentType,
            byte[] body,
            params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, url + path);
            request.Version = url == server.HttpUrl ? HttpVersion.Version11 : HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            if (contentType is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            }

            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(request, CancellationToken.None);
            return new Answer(
                response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers.NonValidated
                    .ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        }

        public void Dispose() => _http.Dispose();
    }

    private sealed record Answer(HttpStatusCode Status, byte[] Bytes, Dictionary<string, string> Headers)
    {
        public string Body => Encoding.UTF8.GetString(Bytes);

        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
