using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>gRPC-Web as a browser's client writes and reads it, byte by byte.</summary>
public sealed class GrpcWebTests
{
    private const string CountPath = "/loyalty.rpc.probe.v1.ProbeService/Count";
    private const string Binary = "application/grpc-web";
    private const string Text = "application/grpc-web-text";

    // Frame of a message with field 1 "hi".
    private static readonly byte[] _hi = [0, 0, 0, 0, 4, 0x0A, 2, (byte)'h', (byte)'i'];

    [Theory]
    [InlineData(WebCaller.Http1, Binary, "application/grpc-web+proto")]
    [InlineData(WebCaller.Http2, Binary + "+proto", "application/grpc-web+proto")]
    [InlineData(WebCaller.Http1, Text, "application/grpc-web-text+proto")]
    [InlineData(WebCaller.Http2, Text + "+proto", "application/grpc-web-text+proto")]
    public async Task Unary_EitherForm_IsAMessageAndTrailersInTheBody(string version, string form, string answered)
    {
        await using var caller = await WebCaller.StartAsync(version);

        var response = await CallAsync(caller, RawClient.ProbePath, form, _hi, ("x-echo", "e"));

        response.Status.ShouldBe(200);
        response.ContentType.ShouldBe(answered);
        response.TrailerCount.ShouldBe(0);
        var frames = Frames(response);
        frames.Count.ShouldBe(2);
        frames[0].Flag.ShouldBe((byte)0);
        frames[0].Payload[..4].ShouldBe(_hi[5..]);
        frames[1].Flag.ShouldBe((byte)0x80);
        Encoding.ASCII.GetString(frames[1].Payload).ShouldBe("x-echo: e\r\ngrpc-status: 0\r\n");
    }

    [Theory]
    [InlineData(WebCaller.Http1, Binary)]
    [InlineData(WebCaller.Http2, Binary)]
    [InlineData(WebCaller.Http1, Text)]
    [InlineData(WebCaller.Http2, Text)]
    public async Task Stream_OfThree_IsThreeMessagesAndTrailers(string version, string form)
    {
        await using var caller = await WebCaller.StartAsync(version);

        // Field 1 "hi", field 6 three: how many answers there are to be.
        byte[] request = [0, 0, 0, 0, 6, 0x0A, 2, (byte)'h', (byte)'i', 0x30, 3];
        var response = await CallAsync(caller, CountPath, form, request);

        var frames = Frames(response);
        frames.Select(frame => frame.Flag).ShouldBe([0, 0, 0, 0x80]);
        frames[2].Payload.ShouldBe([0x0A, 3, (byte)'h', (byte)'i', (byte)'2']);
        Encoding.ASCII.GetString(frames[3].Payload).ShouldBe("grpc-status: 0\r\n");
    }

    [Theory]
    [InlineData(WebCaller.Http1, Binary)]
    [InlineData(WebCaller.Http2, Text)]
    public async Task Stream_FailsAfterMessages_HasTheStatusInTheBody(string version, string form)
    {
        await using var caller = await WebCaller.StartAsync(version);

        // Field 1 "a b", field 3 fail, field 4 code 9, field 6 one.
        byte[] request =
            [0, 0, 0, 0, 11, 0x0A, 3, (byte)'a', (byte)'%', (byte)'b', 0x18, 4, 0x20, 9, 0x30, 1];
        var response = await CallAsync(caller, CountPath, form, request);

        response.Status.ShouldBe(200);
        var frames = Frames(response);
        frames.Count.ShouldBe(2);
        Encoding.ASCII.GetString(frames[1].Payload).ShouldBe("grpc-status: 9\r\ngrpc-message: a%25b\r\n");
    }

    [Theory]
    [InlineData(WebCaller.Http1, Binary)]
    [InlineData(WebCaller.Http2, Binary)]
    [InlineData(WebCaller.Http1, Text)]
    public async Task Failure_BeforeAnyMessage_IsAmongTheHeaders(string version, string form)
    {
        await using var caller = await WebCaller.StartAsync(version);

        // Field 3 fail, field 4 code 5.
        var response = await CallAsync(caller, RawClient.ProbePath, form, [0, 0, 0, 0, 4, 0x18, 4, 0x20, 5]);

        response.Status.ShouldBe(200);
        response.ContentType.ShouldBe(form + "+proto");
        response.Headers["grpc-status"].ShouldBe("5");
        response.Headers["x-reason"].ShouldBe("asked for");
        response.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_InPieces_IsReadWhereverItIsCut()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        // The prefix and the message as two texts, each with its padding, a character at a time.
        var text = Convert.ToBase64String(_hi[..5]) + Convert.ToBase64String(_hi[5..]);
        text.Count(character => character == '=').ShouldBe(3);
        var response = await caller.SendAsync(
            HttpMethod.Post,
            RawClient.ProbePath,
            Text,
            new PiecewiseContent(text.Select(character => new[] { (byte)character })),
            [("accept", Binary)]);

        response.ContentType.ShouldBe("application/grpc-web+proto");
        Frames(response)[0].Payload[..4].ShouldBe(_hi[5..]);
    }

    [Theory]
    [InlineData("AAAA%AQKAmhp")]
    [InlineData("AAAAAAQKAmh")]
    [InlineData("A===")]
    public async Task Text_ThatIsNoBase64_IsRefused(string text)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        var response = await caller.PostAsync(RawClient.ProbePath, Text, Encoding.ASCII.GetBytes(text));

        response.Headers["grpc-status"].ShouldBe("3");
    }

    [Theory]
    [InlineData("application/grpc-web+json")]
    [InlineData("application/grpc-webby")]
    public async Task ContentType_NotServed_Is415(string contentType)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http2);

        (await caller.PostAsync(RawClient.ProbePath, contentType, _hi)).Status.ShouldBe(415);
    }

    [Theory]
    [InlineData(Binary)]
    [InlineData(Text)]
    public async Task Response_CompletedByItsServer_HasItsTrailersInTheBody(string form)
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1, behind: app => app.Run(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(_hi);
            http.Response.AppendTrailer("grpc-status", "0");
            await http.Response.CompleteAsync();
        }));

        var frames = Frames(await CallAsync(caller, RawClient.ProbePath, form, _hi));

        frames[0].Payload.ShouldBe(_hi[5..]);
        Encoding.ASCII.GetString(frames[1].Payload).ShouldBe("grpc-status: 0\r\n");
        frames.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Method_Unknown_IsUnimplemented()
    {
        await using var caller = await WebCaller.StartAsync(WebCaller.Http1);

        (await caller.PostAsync("/no.Service/Method", Binary, _hi)).Headers["grpc-status"].ShouldBe("12");
    }

    private static Task<WebResponse> CallAsync(
        WebCaller caller, string path, string form, byte[] body, params (string Name, string Value)[] headers)
        => caller.PostAsync(
            path, form, form.StartsWith(Text, StringComparison.Ordinal) ? Encode(body) : body, headers);

    private static byte[] Encode(byte[] body) => Encoding.ASCII.GetBytes(Convert.ToBase64String(body));

    private static List<(byte Flag, byte[] Payload)> Frames(WebResponse response)
    {
        var bytes = response.ContentType!.StartsWith(Text, StringComparison.Ordinal)
            ? Decode(response.Text)
            : response.Body;
        var frames = new List<(byte, byte[])>();
        while (bytes.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
            frames.Add((bytes[0], bytes[5..(5 + length)]));
            bytes = bytes[(5 + length)..];
        }

        return frames;
    }

    /// <summary>Decodes texts that each end where their padding does.</summary>
    private static byte[] Decode(string text)
        => [.. text.Chunk(4).SelectMany(quantum => Convert.FromBase64CharArray(quantum, 0, 4))];
}
