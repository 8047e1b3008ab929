using System.Net;
using System.Text;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>The rules of gRPC over HTTP/2 that a server keeps whatever its client does.</summary>
public sealed class WireRuleTests : IAsyncLifetime
{
    private static readonly byte[] _hello = RawClient.Frame(new ProbeRequest { Text = "hello" });

    private ProbeServer _server = null!;
    private RawClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProbeServer.StartAsync();
        _client = new RawClient(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Answer_Success_HasMessageAndStatusInTrailers()
    {
        var response = await _client.PostAsync(_hello);

        response.Http.ShouldBe(HttpStatusCode.OK);
        response.Headers.ShouldNotContainKey("grpc-status");
        response.Trailers["grpc-status"].ShouldBe("0");
        ProbeResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text.ShouldBe("hello");
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("Application/gRPC")]
    public async Task ContentType_OfGrpc_IsServed(string contentType)
        => (await _client.PostAsync(_hello, ("content-type", contentType))).Status.ShouldBe(StatusCode.OK);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("text/plain")]
    public async Task ContentType_OfAnythingElse_IsUnsupportedMediaType(string contentType)
        => (await _client.PostAsync(_hello, ("content-type", contentType))).Http
            .ShouldBe(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Verb_NotPost_IsNotAllowed()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Address, RawClient.ProbePath))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        (await _client.SendAsync(request)).Http.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Version_Http11_NeedsUpgrade()
    {
        await using var server = await ProbeServer.StartAsync(protocols: HttpProtocols.Http1);
        using var http = new HttpClient();
        var content = new ByteArrayContent(_hello) { Headers = { ContentType = new("application/grpc") } };

        var response = await http.PostAsync(new Uri(server.Address, RawClient.ProbePath), content);

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
    }

    [Theory]
    [InlineData("/loyalty.rpc.probe.v1.ProbeService/Nonsense", "Method")]
    [InlineData("/loyalty.Nonsense/Probe", "Service")]
    [InlineData("/", "Service")]
    public async Task Path_Unknown_IsUnimplementedTrailersOnly(string path, string what)
    {
        var response = await _client.PostAsync(path, new PiecewiseContent([_hello]));

        response.Http.ShouldBe(HttpStatusCode.OK);
        response.IsTrailersOnly.ShouldBeTrue();
        response.Status.ShouldBe(StatusCode.Unimplemented);
        response.Message.ShouldBe($"{what} is unimplemented.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("1 S")]
    [InlineData("5x")]
    [InlineData("5s")]
    [InlineData("123456789S")]
    [InlineData("1S,2S")]
    public async Task Timeout_Malformed_IsInternal(string timeout)
    {
        var response = await _client.PostAsync(_hello, ("grpc-timeout", timeout));

        response.IsTrailersOnly.ShouldBeTrue();
        response.Status.ShouldBe(StatusCode.Internal);
        response.Message.ShouldContain("grpc-timeout");
    }

    [Theory]
    [InlineData("0S")]
    [InlineData("0n")]
    [InlineData("1n")]
    public async Task Timeout_OverAtOnce_IsDeadlineExceeded(string timeout)
        => (await _client.PostAsync(_hello, ("grpc-timeout", timeout))).Status.ShouldBe(StatusCode.DeadlineExceeded);

    [Theory]
    [InlineData("99999999H")]
    [InlineData("99999999S")]
    [InlineData("00000010S")]
    public async Task Timeout_Long_IsTaken(string timeout)
    {
        var response = await _client.PostAsync(_hello, ("grpc-timeout", timeout));

        response.Status.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Frames_OfOneByteEach_AreOneMessage()
    {
        var response = await _client.PostAsync(
            RawClient.ProbePath, new PiecewiseContent(_hello.Select(one => new[] { one })));

        response.Status.ShouldBe(StatusCode.OK);
        ProbeResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task Messages_None_IsUnimplemented()
        => (await _client.PostAsync([])).Status.ShouldBe(StatusCode.Unimplemented);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_Two_IsUnimplemented(bool isOneFrame)
    {
        byte[][] pieces = isOneFrame ? [[.. _hello, .. _hello]] : [_hello, _hello];

        var response = await _client.PostAsync(RawClient.ProbePath, new PiecewiseContent(pieces));

        response.Status.ShouldBe(StatusCode.Unimplemented);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Message_CutOff_IsInternal(int length)
        => (await _client.PostAsync(_hello[..length])).Status.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task Message_InvalidFlag_IsInternal()
        => (await _client.PostAsync(RawClient.Frame([], flag: 2))).Status.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task Message_NotParsable_IsInternal()
        => (await _client.PostAsync(RawClient.Frame(Encoding.ASCII.GetBytes("rubbish")))).Status
            .ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task Message_LongerThanAllowed_IsRefusedBeforeItComes()
    {
        var never = new TaskCompletionSource();
        byte[] prefixOfFiveMegabytes = [0, 0, 0x50, 0, 0];

        var response = await _client.PostAsync(
            RawClient.ProbePath, new PiecewiseContent([prefixOfFiveMegabytes], never.Task));

        response.Status.ShouldBe(StatusCode.ResourceExhausted);
        never.SetResult();
    }

    [Fact]
    public async Task Compression_FlagWithoutEncoding_IsInternal()
        => (await _client.PostAsync(RawClient.Frame(RawClient.Gzip(_hello[5..]), flag: 1))).Status
            .ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task Compression_UnknownEncoding_IsUnimplementedAndNamesTheKnown()
    {
        var response = await _client.PostAsync(RawClient.Frame(_hello[5..], flag: 1), ("grpc-encoding", "snappy"));

        response.Status.ShouldBe(StatusCode.Unimplemented);
        response.Headers["grpc-accept-encoding"].ShouldBe("identity,gzip");
    }

    [Fact]
    public async Task Compression_Gzip_IsInflated()
    {
        var frame = RawClient.Frame(RawClient.Gzip(_hello[5..]), flag: 1);

        var response = await _client.PostAsync(frame, ("grpc-encoding", "gzip"));

        ProbeResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task Compression_BrokenGzip_IsInternal()
        => (await _client.PostAsync(RawClient.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "gzip"))).Status
            .ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task Compression_SmallMessageOfHugeContent_IsResourceExhausted()
    {
        var bomb = RawClient.Frame(RawClient.Gzip(new byte[64 * 1024 * 1024]), flag: 1);

        (await _client.PostAsync(bomb, ("grpc-encoding", "gzip"))).Status.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task BinaryHeader_NotBase64_IsInvalidArgument()
        => (await _client.PostAsync(_hello, ("x-echo-bin", "a*b"))).Status.ShouldBe(StatusCode.InvalidArgument);

    [Theory]
    [InlineData("q6ur", "q6ur")]
    [InlineData("q6s=", "q6s")]
    [InlineData("q6s", "q6s")]
    [InlineData("q6ur,q6s=,qw", "q6ur, q6s, qw")]
    public async Task BinaryHeader_PaddedOrNotOrSeveral_ComesBackUnpadded(string sent, string received)
        => (await _client.PostAsync(_hello, ("x-echo-bin", sent))).Trailers["x-echo-bin"].ShouldBe(received);

    [Fact]
    public async Task FailureText_AnyCharacters_IsPercentEncoded()
    {
        var request = new ProbeRequest { Action = ProbeRequest.Types.Action.Fail, Code = 2, Text = "\t1%\r\né" };

        var response = await _client.PostAsync(RawClient.Frame(request));

        response.IsTrailersOnly.ShouldBeTrue();
        response.Headers["grpc-message"].ShouldBe("%091%25%0D%0A%C3%A9");
    }
}
