using Grpc.Core;

namespace LoyaltyEngine.Client;

/// <summary>
/// Makes the attempts of a call. Every attempt sends the same message, so that the request id makes all of them one
/// request.
/// </summary>
internal sealed class RetryingCaller(LoyaltyClientOptions options)
{
    private readonly Metadata? _headers =
        options.TenantId.Length > 0 ? new Metadata { { "tenant-id", options.TenantId } } : null;

    /// <summary>Makes one call; the attempt is told how many failed before it, and its deadline.</summary>
    public async Task<TAnswer> CallAsync<TAnswer>(
        Func<int, CallOptions, AsyncUnaryCall<TAnswer>> attempt, CancellationToken cancellation)
    {
        var begin = options.Time.GetTimestamp();
        for (var failed = 0; ; failed++)
        {
            RpcException failure;
            try
            {
                var deadline = options.Time.GetUtcNow() + options.AttemptTimeout;
                using var call = attempt(failed, new CallOptions(_headers, deadline.UtcDateTime, cancellation));
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException caught)
            {
                cancellation.ThrowIfCancellationRequested();
                failure = caught;
            }

            var error = LoyaltyError.From(failure);
            var elapsed = options.Time.GetElapsedTime(begin);
            var pause = PauseAfter(failed, error);
            if (error.IsRefusal)
                throw new LoyaltyRefusedException(error, earlierAttemptUnanswered: failed > 0, failure);
            if (!error.IsTransient || failed + 1 >= options.MaxAttempts || elapsed + pause > options.GiveUpAfter)
                throw new LoyaltyUnansweredException(error, failed + 1, failure);

            options.Retrying?.Invoke(new LoyaltyRetry(error, failed + 1, elapsed, pause));
            await Task.Delay(pause, options.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Doubles with each failure up to a maximum, half of it random; never shorter than the engine asks for.
    /// </summary>
    private TimeSpan PauseAfter(int failedBefore, LoyaltyError error)
    {
        var doubled = options.FirstPause * Math.Pow(2, Math.Min(failedBefore, 30));
        var longest = doubled < options.MaxPause ? doubled : options.MaxPause;
        var pause = longest * (0.5 + (options.Jitter() / 2));
        return error.RetryDelay > pause ? error.RetryDelay.Value : pause;
    }
}
