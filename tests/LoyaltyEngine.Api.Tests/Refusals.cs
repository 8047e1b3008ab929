using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Reads errors as a client would.</summary>
internal static class Refusals
{
    /// <summary>The call must fail with this status and reason; gives its details.</summary>
    public static async Task<Google.Rpc.Status> ShouldBeRefusedAsync<T>(
        this AsyncUnaryCall<T> call, StatusCode code, ErrorReason reason)
    {
        var failure = await Should.ThrowAsync<RpcException>(call.ResponseAsync);
        failure.StatusCode.ShouldBe(code, failure.Status.Detail);
        var status = failure.GetRpcStatus().ShouldNotBeNull();
        status.Code.ShouldBe((int)code);
        var info = status.GetDetail<ErrorInfo>().ShouldNotBeNull();
        info.Domain.ShouldBe("loyalty.v1");
        info.Reason.Replace("_", "").ShouldBe(reason.ToString(), StringCompareShould.IgnoreCase);
        return status;
    }

    /// <summary>The call must be refused for the shape of exactly these fields.</summary>
    public static async Task ShouldNameFieldsAsync<T>(this AsyncUnaryCall<T> call, params string[] fields)
    {
        var status = await call.ShouldBeRefusedAsync(StatusCode.InvalidArgument, ErrorReason.InvalidRequest);
        var badRequest = status.GetDetail<BadRequest>().ShouldNotBeNull();
        badRequest.FieldViolations.Select(violation => violation.Field).ShouldBe(fields, ignoreOrder: true);
    }

    public static string Fact(this Google.Rpc.Status status, string name) =>
        status.GetDetail<ErrorInfo>()!.Metadata[name];
}
