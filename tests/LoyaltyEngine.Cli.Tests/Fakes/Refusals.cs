using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;
using Status = Grpc.Core.Status;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>Failures as an engine sends them.</summary>
internal static class Refusals
{
    public static RpcException Of(StatusCode code, string reason, string message, params IMessage[] details)
    {
        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = "loyalty.v1" }));
        status.Details.AddRange(details.Select(Any.Pack));
        return new RpcException(
            new Status(code, message), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }

    public static RpcException Plain(StatusCode code, string message = "no") => new(new Status(code, message));
}
