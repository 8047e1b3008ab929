using Google.Protobuf;
using Grpc.Core;
using LoyaltyEngine.Benchmarks.Rpc.V1;

namespace LoyaltyEngine.Benchmarks.Rpc;

/// <summary>The server's end of the benchmarks.</summary>
internal sealed class TransferHandler : TransferService.TransferServiceBase
{
    public override Task<Block> Echo(Block request, ServerCallContext context) => Task.FromResult(request);

    public override async Task Download(
        Order request, IServerStreamWriter<Block> responseStream, ServerCallContext context)
    {
        var block = new Block { Payload = ByteString.CopyFrom(new byte[request.BlockBytes]) };
        for (var i = 0; i < request.BlockCount; i++)
            await responseStream.WriteAsync(block);
    }

    public override async Task<Order> Upload(IAsyncStreamReader<Block> requestStream, ServerCallContext context)
    {
        var count = 0;
        while (await requestStream.MoveNext())
            count++;
        return new Order { BlockCount = count };
    }
}
