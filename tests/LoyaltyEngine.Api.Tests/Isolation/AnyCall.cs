using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Isolation;

/// <summary>Calls any method by its descriptor.</summary>
internal static class AnyCall
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    /// <summary>Every method of every service of the API.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get; } =
    [
        .. from type in typeof(TillService).Assembly.GetTypes()
           where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
           let file = type.GetProperty("Descriptor")?.GetValue(null) as FileDescriptor
           where file?.Package == "loyalty.v1"
           from service in file.Services
           from method in service.Methods
           orderby method.FullName
           select method,
    ];

    /// <summary>All that the caller sees: the answer, or the status with its details.</summary>
    public static async Task<(StatusCode Code, string Text)> SendAsync(
        RunningEngine engine, string tenant, MethodDescriptor method, IMessage request)
    {
        (method.IsClientStreaming || method.IsServerStreaming).ShouldBeFalse($"{method.FullName}: calls of streams");
        var call = new Method<byte[], byte[]>(
            MethodType.Unary, method.Service.FullName, method.Name, Bytes, Bytes);
        var options = new CallOptions(new Metadata { { "tenant-id", tenant } });
        try
        {
            var answer = await engine.Calls.AsyncUnaryCall(call, null, options, request.ToByteArray());
            return (StatusCode.OK, method.OutputType.Parser.ParseFrom(answer).ToString()!);
        }
        catch (RpcException failure)
        {
            return (failure.StatusCode, failure.GetRpcStatus()?.ToString() ?? failure.Status.ToString());
        }
    }
}
