using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Connect needs nothing of our stack: behind it here is a gRPC server of a few lines of HTTP.</summary>
public sealed class ConnectTranslationTests
{
    [Fact]
    public async Task Call_BeforeAnotherGrpcServer_IsAGrpcCallToIt()
    {
        string[] seen = [];
        byte[] body = [];
        await using var caller = await StartAsync(async http =>
        {
            seen =
            [
                http.Request.Protocol, http.Request.Method, http.Request.Path.ToString(),
                http.Request.ContentType ?? "", http.Request.Headers["grpc-timeout"].ToString(),
                http.Request.Headers["content-encoding"].ToString(), http.Request.Headers["x-own"].ToString(),
            ];
            var received = new MemoryStream();
            await http.Request.Body.CopyToAsync(received);
            body = received.ToArray();
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["x-initial"] = "a";
            await http.Response.StartAsync();
            await http.Response.BodyWriter.WriteAsync(new byte[] { 0, 0, 0, 0, 3, 0x0A, 1, (byte)'z' });
            http.Response.AppendTrailer("grpc-status", "0");
            http.Response.AppendTrailer("x-final", "b");
        });

        var response = await caller.ProbeAsync(
            """{"text":"hi"}""", ("connect-timeout-ms", "100000000"), ("x-own", "mine"));

        seen.ShouldBe(["HTTP/2", "POST", RawClient.ProbePath, "application/grpc", "100000S", "", "mine"]);
        body.ShouldBe([0, 0, 0, 0, 4, 0x0A, 2, (byte)'h', (byte)'i']);
        response.Text.Replace(" ", "").ShouldBe("""{"text":"z"}""");
        response.Headers["x-initial"].ShouldBe("a");
        response.Headers["trailer-x-final"].ShouldBe("b");
    }

    [Theory]
    [InlineData(401, 401, "unauthenticated")]
    [InlineData(403, 403, "permission_denied")]
    [InlineData(429, 429, "unavailable")]
    [InlineData(503, 503, "unavailable")]
    public async Task HttpStatus_OfMiddlewareInBetween_IsAnErrorOfThatStatus(int inside, int outside, string code)
    {
        await using var caller = await StartAsync(http =>
        {
            http.Response.StatusCode = inside;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });

        var response = await caller.ProbeAsync("{}");

        response.Status.ShouldBe(outside);
        response.Text.ShouldBe($$"""{"code":"{{code}}"}""");
        response.Headers["www-authenticate"].ShouldBe("Bearer");
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x0A, 9 })]
    public async Task Answer_ThatIsNoMessage_IsAnInternalError(byte[] answer)
    {
        await using var caller = await StartAsync(async http =>
        {
            await http.Response.BodyWriter.WriteAsync(answer);
            http.Response.AppendTrailer("grpc-status", "0");
        });

        var response = await caller.ProbeAsync("{}");

        response.Status.ShouldBe(500);
        response.Text.ShouldBe("""{"code":"internal","message":"The server failed to write the response."}""");
    }

    [Theory]
    [InlineData("application/json", 404)]
    [InlineData("application/grpc-web", 200)]
    public async Task Middleware_InFront_SeesTheTransportsRequestAndResponseAgain(string contentType, int status)
    {
        var seen = "";
        await using var caller = await WebCaller.StartAsync(
            WebCaller.Http1,
            before: app => app.Use(async (http, next) =>
            {
                await next(http);
                seen = $"{http.Request.Protocol} {http.Request.ContentType} {http.Response.StatusCode}";
            }),
            behind: app => app.Run(http =>
            {
                http.Response.ContentType = "application/grpc";
                http.Response.Headers["grpc-status"] = "5";
                return Task.CompletedTask;
            }));

        var response = await caller.PostAsync(RawClient.ProbePath, contentType, [.. "{}"u8]);

        response.Status.ShouldBe(status);
        seen.ShouldBe($"HTTP/1.1 {contentType} {status}");
    }

    private static Task<WebCaller> StartAsync(RequestDelegate server)
        => WebCaller.StartAsync(WebCaller.Http1, behind: app => app.Run(server));
}
