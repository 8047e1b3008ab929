using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>Messages are the same wherever the transport cuts the bytes.</summary>
public sealed class FramingTests
{
    private const string Gather = "/loyalty.rpc.probe.v1.ProbeService/Gather";
    private const int Messages = 4;

    private static readonly byte[] _requests =
    [
        .. RawClient.Frame(new ProbeRequest { Text = "a" }),
        .. RawClient.Frame(new ProbeRequest()),
        .. RawClient.Frame(RawClient.Gzip(new ProbeRequest { Text = "bb" }.ToByteArray()), flag: 1),
        .. RawClient.Frame(new ProbeRequest { Text = "cc" }),
    ];

    [Fact]
    public async Task Requests_CutAnywhere_AreTheSame()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        for (var cut = 0; cut <= _requests.Length; cut++)
            await AssertGatheredAsync(client, [_requests[..cut], _requests[cut..]]);
    }

    [Fact]
    public async Task Requests_CutIntoAnyPieces_AreTheSame()
    {
        await using var server = await ProbeServer.StartAsync();
        using var client = new RawClient(server.Address);
        foreach (var pieces in Pieces(_requests).Sample(60).Append(_requests.Select(one => new[] { one }).ToArray()))
            await AssertGatheredAsync(client, pieces);
    }

    [Fact]
    public async Task Responses_CutAnywhere_AreTheSame()
    {
        byte[] responses =
        [
            .. RawClient.Frame(new ProbeResponse { Text = "a" }),
            .. RawClient.Frame(new ProbeResponse()),
            .. RawClient.Frame(RawClient.Gzip(new ProbeResponse { Text = "bb" }.ToByteArray()), flag: 1),
            .. RawClient.Frame(new ProbeResponse { Text = "cc" }),
        ];
        byte[][] pieces = [];
        await using var server = await ProbeServer.StartAsync(app: app => app.Run(http => SendAsync(http, pieces)));

        var halves = Enumerable.Range(0, responses.Length + 1)
            .Select(cut => new[] { responses[..cut], responses[cut..] });
        foreach (var cut in halves.Concat(Pieces(responses).Sample(60)))
        {
            pieces = cut;
            using var call = server.Client.Count(new ProbeRequest());
            var texts = new List<string>();
            await foreach (var response in call.ResponseStream.ReadAllAsync())
                texts.Add(response.Text);
            texts.ShouldBe(["a", "", "bb", "cc"]);
        }
    }

    [Fact]
    public async Task Response_OfAUnaryCallCutAnywhere_IsTheSame()
    {
        var answer = RawClient.Frame(new ProbeResponse { Text = "hello" });
        byte[][] pieces = [];
        await using var server = await ProbeServer.StartAsync(app: app => app.Run(http => SendAsync(http, pieces)));

        for (var cut = 0; cut <= answer.Length; cut++)
        {
            pieces = [answer[..cut], answer[cut..]];
            (await server.Client.ProbeAsync(new ProbeRequest())).Text.ShouldBe("hello");
        }
    }

    private static Gen<byte[][]> Pieces(byte[] bytes)
        => Gen.Choose(0, bytes.Length).ArrayOf().Select(cuts =>
        {
            int[] edges = [0, .. cuts.Order(), bytes.Length];
            return edges.Zip(edges.Skip(1), (from, to) => bytes[from..to]).ToArray();
        });

    private static async Task AssertGatheredAsync(RawClient client, byte[][] pieces)
    {
        var response = await client.PostAsync(Gather, new PiecewiseContent(pieces), ("grpc-encoding", "gzip"));

        response.Status.ShouldBe(StatusCode.OK, string.Join(',', pieces.Select(piece => piece.Length)));
        var gathered = ProbeResponse.Parser.ParseFrom(response.Body.AsSpan(5));
        gathered.Text.ShouldBe("abbcc");
        gathered.Count.ShouldBe(Messages);
    }

    private static async Task SendAsync(HttpContext http, byte[][] pieces)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-encoding"] = "gzip";
        foreach (var piece in pieces)
        {
            await http.Response.BodyWriter.WriteAsync(piece);
            await http.Response.BodyWriter.FlushAsync();
        }

        http.Response.AppendTrailer("grpc-status", "0");
    }
}
