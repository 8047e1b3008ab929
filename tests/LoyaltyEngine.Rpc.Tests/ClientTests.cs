using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>What the client makes of servers that do not answer as ours does.</summary>
public sealed class ClientTests
{
    private static readonly byte[] _answer = RawClient.Frame(new ProbeResponse { Text = "hello" });

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    public Task Answer_OfHttpAlone_IsMapped(int http, StatusCode expected)
        => FailsAsync(expected, context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });

    [OwnStackFact("The official client ends such a call CANCELLED.")]
    public Task Answer_OfAnotherContentType_IsUnknown()
        => FailsAsync(StatusCode.Unknown, context => context.Response.WriteAsync("<html>"));

    [OwnStackFact("The official client ends such a call CANCELLED.")]
    public Task Answer_WithoutStatus_IsUnknown()
        => FailsAsync(StatusCode.Unknown, context => SendAsync(context, _answer));

    [Fact]
    public Task Answer_WithoutMessage_IsInternal()
        => FailsAsync(StatusCode.Internal, context => SendAsync(context, [], "0"));

    [Fact]
    public Task Answer_OfTwoMessages_IsInternal()
        => FailsAsync(StatusCode.Internal, context => SendAsync(context, [.. _answer, .. _answer], "0"));

    [Fact]
    public Task Answer_CutOff_IsInternal()
        => FailsAsync(StatusCode.Internal, context => SendAsync(context, _answer[..7], "0"));

    [OwnStackFact("The official client ends such a call UNAVAILABLE.")]
    public Task Answer_NotParsable_IsInternal()
        => FailsAsync(StatusCode.Internal, context => SendAsync(context, RawClient.Frame([0xFF, 0xFF]), "0"));

    [OwnStackFact("The official client gives the number as it came.")]
    public Task Answer_OfUnknownCode_IsUnknown()
        => FailsAsync(StatusCode.Unknown, context => SendAsync(context, [], "99"));

    [Fact]
    public Task Answer_LongerThanAllowed_IsResourceExhausted()
        => FailsAsync(StatusCode.ResourceExhausted, context => SendAsync(context, [0, 0, 0x50, 0, 0], "0"));

    [OwnStackFact("The official client counts compressed bytes.")]
    public Task Answer_InflatingPastTheLimit_IsResourceExhausted()
        => FailsAsync(StatusCode.ResourceExhausted, context =>
        {
            context.Response.Headers["grpc-encoding"] = "gzip";
            return SendAsync(context, RawClient.Frame(RawClient.Gzip(new byte[8 * 1024 * 1024]), flag: 1), "0");
        });

    [Theory]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    [InlineData(0x7, StatusCode.Unavailable)]
    public Task Stream_Reset_IsMappedByItsErrorCode(int errorCode, StatusCode expected)
        => FailsAsync(expected, async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync();
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(errorCode);
        });

    [Fact]
    public Task Stream_Refused_IsUnavailable()
        => FailsAsync(StatusCode.Unavailable, context =>
        {
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0x7);
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Server_NotThere_IsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await new ProbeService.ProbeServiceClient(channel).ProbeAsync(new ProbeRequest()));

        failure.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task Request_LongerThanAllowed_IsNotSent()
    {
        await using var server = await ProbeServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxSendMessageSize = 10 });

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await new ProbeService.ProbeServiceClient(channel).ProbeAsync(new ProbeRequest { Text = "eleven bytes" }));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Response_LongerThanTheServerMaySend_IsResourceExhausted()
    {
        await using var server = await ProbeServer.StartAsync(options => options.MaxSendMessageSize = 100);

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.ProbeAsync(new ProbeRequest { ResponseBytes = 101 }));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [OwnStackFact("The official server answers UNKNOWN to two binary values of one name.")]
    public async Task Metadata_TextAndBytes_GoThereAndBack()
    {
        await using var server = await ProbeServer.StartAsync();
        var headers = new Metadata { { "X-Echo", "one" }, { "x-echo-bin", [0xAB, 0, 0xFF] }, { "x-echo-bin", [1] } };

        using var call = server.Client.ProbeAsync(new ProbeRequest(), headers);
        await call;

        call.GetTrailers().GetValue("x-echo").ShouldBe("one");
        call.GetTrailers().GetAll("x-echo-bin").Select(entry => Convert.ToHexString(entry.ValueBytes))
            .ShouldBe(["AB00FF", "01"]);
    }

    [Fact]
    public async Task Compression_OfRequestAndResponse_IsUsedAndUndone()
    {
        await using var server = await ProbeServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var response = await server.Client.ProbeAsync(new ProbeRequest { Text = new string('a', 9000) }, headers);
        using var client = new RawClient(server.Address);
        var raw = await client.PostAsync(
            RawClient.Frame(new ProbeRequest { Text = "squeezed" }), ("grpc-accept-encoding", "identity, gzip"));

        response.Text.Length.ShouldBe(9000);
        raw.Headers["grpc-encoding"].ShouldBe("gzip");
        raw.Body[0].ShouldBe((byte)1);
    }

    [OwnStackFact("The official client drops them without an error.")]
    public async Task Credentials_OfTheCall_AreSentOnlyOverTlsUnlessAllowed()
    {
        await using var server = await ProbeServer.StartAsync();
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-echo-token", "t");
            return Task.CompletedTask;
        });
        var options = new CallOptions(credentials: credentials);
        using var careless = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

        await Should.ThrowAsync<RpcException>(async () => await server.Client.ProbeAsync(new ProbeRequest(), options));
        using var call = new ProbeService.ProbeServiceClient(careless).ProbeAsync(new ProbeRequest(), options);
        await call;

        call.GetTrailers().GetValue("x-echo-token").ShouldBe("t");
    }

    private static async Task SendAsync(HttpContext context, byte[] body, string? status = null)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.BodyWriter.WriteAsync(body);
        if (status is not null)
            context.Response.AppendTrailer("grpc-status", status);
    }

    private static async Task FailsAsync(StatusCode expected, RequestDelegate serve)
    {
        await using var server = await ProbeServer.StartAsync(app: app => app.Run(serve));

        var failure = await Should.ThrowAsync<RpcException>(
            async () => await server.Client.ProbeAsync(new ProbeRequest()));

        failure.StatusCode.ShouldBe(expected, failure.Status.ToString());
    }
}
