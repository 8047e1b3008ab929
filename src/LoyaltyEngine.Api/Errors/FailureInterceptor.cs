using Grpc.Core;
using Grpc.Core.Interceptors;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime;
using Microsoft.Extensions.Logging;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Errors;

/// <summary>Turns failures of operation into statuses, so that services know of business only. Thread-safe.</summary>
public sealed partial class FailureInterceptor(ILogger<FailureInterceptor> logger) : Interceptor
{
    private static readonly TimeSpan JournalRetryDelay = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Task<TResponse> call;
        try
        {
            call = continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Map(e, context);
        }

        return call.IsCompletedSuccessfully ? call : AwaitAsync(call, context);
    }

    private async Task<TResponse> AwaitAsync<TResponse>(Task<TResponse> call, ServerCallContext context)
    {
        try
        {
            return await call;
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Map(e, context);
        }
    }

    private RpcException Map(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case NodeOverloadedException overloaded:
                return Failures.Operating(
                    StatusCode.ResourceExhausted,
                    V1.ErrorReason.NodeOverloaded,
                    overloaded.Message,
                    overloaded.RetryDelay);
            case JournalFailedException:
                return Failures.Operating(
                    StatusCode.Unavailable,
                    V1.ErrorReason.JournalUnavailable,
                    "The journal has failed; whether the request took effect is not known.",
                    JournalRetryDelay);
            case MemberStoppedException or JournalCorruptException:
                LogMemberStopped(logger, context.Method, exception);
                return Failures.Operating(
                    StatusCode.DataLoss,
                    V1.ErrorReason.MemberCorrupt,
                    "The member's entries contradict each other.",
                    null);
            default:
                LogUnexpected(logger, context.Method, exception);
                return Failures.Operating(
                    StatusCode.Internal, V1.ErrorReason.Internal, "The engine has a fault; its log says more.", null);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Method}: a member is stopped")]
    private static partial void LogMemberStopped(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "{Method} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, string method, Exception exception);
}
