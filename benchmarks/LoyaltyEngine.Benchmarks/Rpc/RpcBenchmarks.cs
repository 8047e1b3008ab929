using System.Net;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Grpc.Net.Client;
using LoyaltyEngine.Benchmarks.Rpc.V1;
using LoyaltyEngine.Rpc.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Benchmarks.Rpc;

/// <summary>
/// Calls over a real connection on loopback, our client and our server in one process: time and bytes are those of both
/// ends together. Unary calls go 64 at a time, as tills do; time and bytes are of one call, and of one message of a
/// stream.
/// </summary>
[MemoryDiagnoser]
public class RpcBenchmarks
{
    private const int CallsAtOnce = 64;
    private const int StreamMessages = 10_000;
    private const int StreamMessageBytes = 100;

    private readonly Task[] _calls = new Task[CallsAtOnce];
    private readonly Block _empty = new();
    private readonly Block _kilobyte = new() { Payload = ByteString.CopyFrom(new byte[1024]) };
    private readonly Block _message = new() { Payload = ByteString.CopyFrom(new byte[StreamMessageBytes]) };
    private WebApplication _server = null!;
    private GrpcChannel _channel = null!;
    private TransferService.TransferServiceClient _client = null!;

    /// <summary>Starts the server.</summary>
    [GlobalSetup]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseHotTransport();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<TransferHandler>();
        builder.Services.AddGrpc();
        _server = builder.Build();
        _server.MapGrpcService<TransferHandler>();
        await _server.StartAsync();
        _channel = GrpcChannel.ForAddress(_server.Urls.Single());
        _client = new TransferService.TransferServiceClient(_channel);
    }

    /// <summary>Stops it.</summary>
    [GlobalCleanup]
    public async Task StopAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>An empty message there and back.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = CallsAtOnce)]
    public Task EmptyUnary() => CallAsync(_empty);

    /// <summary>A kilobyte there and back.</summary>
    [Benchmark(OperationsPerInvoke = CallsAtOnce)]
    public Task KilobyteUnary() => CallAsync(_kilobyte);

    /// <summary>A stream of 10,000 messages of 100 bytes from the server.</summary>
    [Benchmark(OperationsPerInvoke = StreamMessages)]
    public async Task<int> ServerStream()
    {
        using var call = _client.Download(new Order { BlockCount = StreamMessages, BlockBytes = StreamMessageBytes });
        var count = 0;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            count++;
        return Whole(count);
    }

    /// <summary>The same from the client.</summary>
    [Benchmark(OperationsPerInvoke = StreamMessages)]
    public async Task<int> ClientStream()
    {
        using var call = _client.Upload();
        for (var i = 0; i < StreamMessages; i++)
            await call.RequestStream.WriteAsync(_message);
        await call.RequestStream.CompleteAsync();
        return Whole((await call).BlockCount);
    }

    private static int Whole(int count) =>
        count == StreamMessages ? count : throw new InvalidOperationException($"{count} messages arrived.");

    private async Task CallAsync(Block block)
    {
        for (var i = 0; i < _calls.Length; i++)
            _calls[i] = _client.EchoAsync(block).ResponseAsync;
        await Task.WhenAll(_calls);
    }
}
