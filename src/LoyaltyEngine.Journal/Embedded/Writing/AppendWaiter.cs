using System.Threading.Tasks.Sources;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>One caller that waits for a flush. Taken from a pool and given back when its result is fetched.</summary>
internal sealed class AppendWaiter(WaiterPool pool) : IValueTaskSource<AppendOutcome>
{
    // Continuations run where the waiter is completed: a thread of the pool that completes a whole batch in order.
    private ManualResetValueTaskSourceCore<AppendOutcome> _core;
    private AppendOutcome _outcome;

    /// <summary>The task of this use.</summary>
    public ValueTask<AppendOutcome> Task => new(this, _core.Version);

    /// <summary>Says what the outcome is to be once everything that it rests on is durable.</summary>
    public AppendWaiter For(AppendOutcome outcome)
    {
        _outcome = outcome;
        return this;
    }

    public void Complete() => _core.SetResult(_outcome);

    public void Fail(JournalFailedException failure) => _core.SetException(failure);

    public AppendOutcome GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            pool.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
