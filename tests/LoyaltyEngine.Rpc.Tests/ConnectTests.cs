using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Connect's unary calls, as HTTP: requests and answers are written out by hand.</summary>
public sealed class ConnectTests
{
    private const string NothingPath = "/loyalty.rpc.probe.v1.ProbeService/Nothing";
    private const string UnaryTypes = "application/json, application/proto, application/grpc";
    private const string CountPath = "/loyalty.rpc.probe.v1.ProbeService/Count";

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task Json_Request_IsAnsweredWithJson(string version)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await caller.ProbeAsync("""{ "text": "h\u00e9\n", "payload": "AAEC" }""");

        response.Status.ShouldBe(200);
        response.ContentType.ShouldBe("application/json");
        response.TrailerCount.ShouldBe(0);
        var answer = JsonDocument.Parse(response.Body).RootElement;
        answer.GetProperty("text").GetString().ShouldBe("hé\n");
        answer.GetProperty("payload").GetString().ShouldBe("AAEC");
        answer.GetProperty("peer").GetString()!.ShouldStartWith("ipv4:127.0.0.1:");
        answer.TryGetProperty("hasDeadline", out _).ShouldBeFalse("what has its default is left out");
    }

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task Proto_Request_IsAnsweredWithProto(string version)
    {
        await using var caller = await WebCaller.StartAsync(version);

        // Field 1 "hi", field 2 the bytes 7 and 8.
        byte[] message = [0x0A, 2, (byte)'h', (byte)'i', 0x12, 2, 7, 8];
        var response = await caller.PostAsync(RawClient.ProbePath, "application/proto", message);

        response.Status.ShouldBe(200);
        response.ContentType.ShouldBe("application/proto");
        response.Body[..8].ShouldBe(message);
        response.Body[8].ShouldBe((byte)0x22);
    }

    [Theory]
    [InlineData("application/proto", "")]
    [InlineData("application/json", "{}")]
    [InlineData("APPLICATION/JSON; charset=UTF-8", " { } ")]
    public async Task EmptyMessage_EitherForm_IsAnswered(string contentType, string body)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.PostAsync(NothingPath, contentType, Encoding.UTF8.GetBytes(body));

        response.Status.ShouldBe(200);
        response.Text.Replace(" ", "").ShouldBe(body.Replace(" ", ""));
    }

    [Theory]
    [InlineData(1, "canceled", 499)]
    [InlineData(2, "unknown", 500)]
    [InlineData(3, "invalid_argument", 400)]
    [InlineData(4, "deadline_exceeded", 504)]
    [InlineData(5, "not_found", 404)]
    [InlineData(6, "already_exists", 409)]
    [InlineData(7, "permission_denied", 403)]
    [InlineData(8, "resource_exhausted", 429)]
    [InlineData(9, "failed_precondition", 400)]
    [InlineData(10, "aborted", 409)]
    [InlineData(11, "out_of_range", 400)]
    [InlineData(12, "unimplemented", 501)]
    [InlineData(13, "internal", 500)]
    [InlineData(14, "unavailable", 503)]
    [InlineData(15, "data_loss", 500)]
    [InlineData(16, "unauthenticated", 401)]
    [InlineData(77, "unknown", 500)]
    public async Task Failure_OfEachCode_HasItsNameAndHttpStatus(int code, string name, int httpStatus)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync(
            $$"""{"action":"ACTION_FAIL","code":{{code}},"text":"100 % \"é\"\n"}""", ("accept-encoding", "gzip"));

        response.Status.ShouldBe(httpStatus);
        response.ContentType.ShouldBe("application/json");
        response.Text.ShouldBe($$"""{"code":"{{name}}","message":"100 % \"é\"\n"}""");
        response.Headers["trailer-x-reason"].ShouldBe("asked for");
        response.Headers.Keys.ShouldNotContain(key => key.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(WebCaller.Http1, "application/json", """{"action":7,"code":10}""")]
    [InlineData(WebCaller.Http2, "application/proto", "\u0018\u0007\u0020\u000a")]
    public async Task Failure_SetAsStatus_IsAnErrorInJson(string version, string contentType, string body)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await caller.PostAsync(RawClient.ProbePath, contentType, Encoding.ASCII.GetBytes(body));

        response.Status.ShouldBe(409);
        response.ContentType.ShouldBe("application/json");
        response.Text.ShouldBe("""{"code":"aborted"}""");
    }

    [Fact]
    public async Task Failure_Rich_HasItsDetailsInBase64AndReadable()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http2);

        var response = await caller.ProbeAsync("""{"action":"ACTION_FAIL_RICHLY","text":"too few"}""");

        response.Status.ShouldBe(400);
        var error = JsonDocument.Parse(response.Body).RootElement;
        error.GetProperty("code").GetString().ShouldBe("failed_precondition");
        error.GetProperty("message").GetString().ShouldBe("too few");
        var detail = error.GetProperty("details").EnumerateArray().ShouldHaveSingleItem();
        detail.GetProperty("type").GetString().ShouldBe("google.rpc.ErrorInfo");
        byte[] value =
        [
            0x0A, 19, .. "INSUFFICIENT_POINTS"u8, 0x12, 7, .. "loyalty"u8,
            0x1A, 12, 0x0A, 7, .. "missing"u8, 0x12, 1, (byte)'7',
        ];
        value.Length.ShouldNotBe(value.Length / 3 * 3, "it shows something only where base64 has padding");
        detail.GetProperty("value").GetString().ShouldBe(Convert.ToBase64String(value).Replace("=", ""));
        detail.GetProperty("debug").GetProperty("metadata").GetProperty("missing").GetString().ShouldBe("7");
    }

    [Fact]
    public async Task Metadata_BothWays_TravelsAsHeaders()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync("{}", ("x-echo-text", "there"), ("x-echo-data-bin", "AKs="));
        var first = await caller.ProbeAsync("""{"action":"ACTION_HEADERS_FIRST","text":"x"}""");
        var failed = await caller.ProbeAsync("""{"action":"ACTION_HEADERS_FIRST","code":5}""");

        response.Headers["trailer-x-echo-text"].ShouldBe("there");
        response.Headers["trailer-x-echo-data-bin"].TrimEnd('=').ShouldBe("AKs");
        (first.Status, first.Headers["x-first"]).ShouldBe((200, "yes"));
        (failed.Status, failed.Headers["x-first"]).ShouldBe((404, "yes"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1s")]
    [InlineData("12345678901")]
    [InlineData("1, 1")]
    public async Task Timeout_Malformed_IsRefused(string milliseconds)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http2);

        var response = await caller.ProbeAsync("{}", ("connect-timeout-ms", milliseconds));

        response.Status.ShouldBe(400);
        response.Text.ShouldContain("invalid_argument");
        response.Text.ShouldContain("Connect-Timeout-Ms");
    }

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task Caller_GoesAway_CancelsTheHandler(string version)
    {
        await using var caller = await WebCaller.StartAsync(version);
        using var leaving = new CancellationTokenSource();
        var content = new StringContent("""{"action":"ACTION_WAIT"}""", Encoding.UTF8, "application/json");

        var calling = caller.SendAsync(HttpMethod.Post, RawClient.ProbePath, null, content, [], leaving.Token);
        await caller.Server.Handler.Started.Task;
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(calling);
        await caller.Server.Handler.Cancelled.Task;
    }

    [Theory]
    [InlineData("1", 200)]
    [InlineData("2", 400)]
    [InlineData("", 400)]
    public async Task ProtocolVersion_Given_IsChecked(string protocolVersion, int status)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync("{}", ("connect-protocol-version", protocolVersion));

        response.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task Gzip_BothWays_IsUnderstood(string version)
    {
        await using var caller = await WebCaller.StartAsync(version);
        var request = RawClient.Gzip("""{"text":"squeezed","responseBytes":6000}"""u8.ToArray());

        var response = await caller.PostAsync(
            RawClient.ProbePath, "application/json", request,
            ("content-encoding", "gzip"), ("accept-encoding", "br, gzip"));

        response.Headers["content-encoding"].ShouldBe("gzip");
        response.Body.Length.ShouldBeLessThan(1000);
        using var inflated = new GZipStream(new MemoryStream(response.Body), CompressionMode.Decompress);
        var answer = JsonDocument.Parse(inflated).RootElement;
        answer.GetProperty("text").GetString().ShouldBe("squeezed");
        answer.GetProperty("payload").GetBytesFromBase64().Length.ShouldBe(6000);
    }

    [Theory]
    [InlineData("gzip;q=0, br")]
    [InlineData("identity")]
    [InlineData(null)]
    public async Task Gzip_NotAccepted_IsNotUsed(string? acceptable)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);
        (string, string)[] headers = acceptable is null ? [] : [("accept-encoding", acceptable)];

        var response = await caller.ProbeAsync("""{"responseBytes":6000}""", headers);

        response.Headers.Keys.ShouldNotContain("Content-Encoding");
        JsonDocument.Parse(response.Body).RootElement.GetProperty("payload").GetBytesFromBase64().Length.ShouldBe(6000);
    }

    [Fact]
    public async Task Gzip_Bomb_IsRefusedAtTheLimit()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http2);
        var bomb = RawClient.Gzip(Encoding.ASCII.GetBytes("{" + new string(' ', 8 * 1024 * 1024) + "}"));
        bomb.Length.ShouldBeLessThan(100_000);

        var response = await caller.PostAsync(
            RawClient.ProbePath, "application/json", bomb, ("content-encoding", "gzip"));

        response.Status.ShouldBe(429);
        response.Text.ShouldContain("resource_exhausted");
    }

    [Theory]
    [InlineData("gzip", 400, "invalid_argument")]
    [InlineData("br", 501, "unimplemented")]
    [InlineData("identity", 200, "")]
    public async Task ContentEncoding_ThatDoesNotFit_IsRefused(string encoding, int status, string code)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync("{}", ("content-encoding", encoding));

        response.Status.ShouldBe(status);
        response.Text.ShouldContain(code);
        if (status == 501)
            response.Headers["accept-encoding"].ShouldBe("gzip");
    }

    [Theory]
    [InlineData(WebCaller.Http1, true)]
    [InlineData(WebCaller.Http2, true)]
    [InlineData(WebCaller.Http1, false)]
    [InlineData(WebCaller.Http2, false)]
    public async Task Request_PastTheLimit_IsRefused(string version, bool isLengthKnown)
    {
        await using var caller = await WebCaller.StartAsync(version, options => options.MaxReceiveMessageSize = 100);
        var small = Encoding.ASCII.GetBytes($$"""{"text":"{{new string('x', 80)}}"}""");
        // Its message would be small: what counts is what came.
        var large = Encoding.ASCII.GetBytes($$"""{"text":"x"{{new string(' ', 100)}}}""");

        (await SendAsync(small)).Status.ShouldBe(200);
        var response = await SendAsync(large);

        response.Status.ShouldBe(429);
        response.Text.ShouldContain("resource_exhausted");

        Task<WebResponse> SendAsync(byte[] body) => caller.SendAsync(
            HttpMethod.Post,
            RawClient.ProbePath,
            "application/json",
            isLengthKnown ? new ByteArrayContent(body) : new PiecewiseContent([body[..50], body[50..]]),
            []);
    }

    [Fact]
    public async Task Response_PastTheLimit_IsAnError()
    {
        await using var caller = await WebCaller.StartAsync(
            WebCaller.Http1, options => options.MaxSendMessageSize = 100);

        var response = await caller.ProbeAsync("""{"responseBytes":200}""");

        response.Status.ShouldBe(429);
    }

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{", "line 1, column 2")]
    [InlineData("""{"text":}""", "line 1, column 9")]
    [InlineData("""{"text":"a"} x""", "line 1, column 14")]
    [InlineData("{\n  \"txet\": \"a\"\n}", "there is no field at $.txet, line 2, column 9")]
    [InlineData("{\n  \"code\": 1.5,\n \"text\":\"\"}", "a value does not fit at $.code, line 2")]
    [InlineData("""{"text":"a","code":"many"}""", "a value does not fit at $.code, line 1, column 26")]
    [InlineData("""{"action":"ACTION_DANCE"}""", "a value does not fit at $.action")]
    [InlineData("""{"text":{"a":1}}""", "a value does not fit at $.text")]
    [InlineData("""{"payload":"%%"}""", "a value does not fit at $.payload")]
    [InlineData("[]", "a value does not fit at $")]
    [InlineData("12", "a value does not fit at $")]
    public async Task Json_Faulty_IsRefusedWithItsPlace(string json, string place)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.ProbeAsync(json);

        response.Status.ShouldBe(400);
        var error = JsonDocument.Parse(response.Body).RootElement;
        error.GetProperty("code").GetString().ShouldBe("invalid_argument");
        error.GetProperty("message").GetString()!.ShouldContain(place);
        caller.Server.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData('[', 101)]
    [InlineData('[', 1_000_000)]
    public async Task Json_NestedTooDeeply_IsRefusedAndTheServerLives(char opening, int depth)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http2);

        var response = await caller.ProbeAsync("""{"text":""" + new string(opening, depth));

        response.Status.ShouldBe(400);
        response.Text.ShouldContain("nested deeper than 100");
        (await caller.ProbeAsync("{}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Json_NotUtf8_IsRefused()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.PostAsync(
            RawClient.ProbePath, "application/json", [.. """{"text":" """u8, 0xC3, 0x28, .. "\"}"u8]);

        response.Status.ShouldBe(400);
        response.Text.ShouldContain("line 1, column");
    }

    [Fact]
    public async Task Proto_Faulty_IsRefused()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.PostAsync(RawClient.ProbePath, "application/proto", [0x0A, 200, 1]);

        response.Status.ShouldBe(400);
        response.Text.ShouldBe(
            """{"code":"invalid_argument","message":"The request is no loyalty.rpc.probe.v1.ProbeRequest."}""");
    }

    [Theory]
    [InlineData(WebCaller.Http1)]
    [InlineData(WebCaller.Http2)]
    public async Task Paths_Unknown_AreNotFound(string version)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var method = await caller.PostAsync("/loyalty.rpc.probe.v1.ProbeService/Prob", "application/json", [.. "{}"u8]);
        var service = await caller.PostAsync("/loyalty.rpc.probe.v1.Other/Probe", "application/json", [.. "{}"u8]);

        method.Status.ShouldBe(404);
        method.Text.ShouldStartWith("""{"code":"unimplemented",""");
        service.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(RawClient.ProbePath, "text/plain", UnaryTypes)]
    [InlineData(RawClient.ProbePath, "application/json; charset=latin1", UnaryTypes)]
    [InlineData(RawClient.ProbePath, "application/connect+json", UnaryTypes)]
    [InlineData(CountPath, "application/json", "application/grpc")]
    public async Task ContentType_NotServed_Is415(string path, string contentType, string accepted)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.PostAsync(path, contentType, [.. "{}"u8]);

        response.Status.ShouldBe(415);
        response.Headers["accept-post"].ShouldBe(accepted);
    }

    [Theory]
    [InlineData(WebCaller.Http1, "GET")]
    [InlineData(WebCaller.Http2, "GET")]
    [InlineData(WebCaller.Http1, "PUT")]
    public async Task HttpMethod_OtherThanPost_Is405(string version, string method)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await caller.SendAsync(new HttpMethod(method), RawClient.ProbePath, null, null, []);

        response.Status.ShouldBe(405);
        response.Headers["allow"].ShouldBe("POST");
    }

    [Fact]
    public async Task Call_ByConnect_PassesTheSameInterceptors()
    {
        var seen = new ConcurrentQueue<string>();
        await using var caller = await WebCaller.StartAsync(
            WebCaller.Http1,
            options => options.Interceptors.Add<Watching>(),
            services => services.AddSingleton(seen));

        await caller.ProbeAsync("{}", ("x-till", "7"), ("grpc-timeout", "nonsense"), ("grpc-encoding", "nonsense"));

        seen.ShouldBe(["/loyalty.rpc.probe.v1.ProbeService/Probe till 7"]);
    }

    private sealed class Watching(ConcurrentQueue<string> seen) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            seen.Enqueue($"{context.Method} till {context.RequestHeaders.GetValue("x-till")}");
            return continuation(request, context);
        }
    }
}
