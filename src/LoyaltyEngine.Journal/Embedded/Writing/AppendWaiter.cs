using System.Threading.Tasks.Sources;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>One caller that waits for a flush; its list uses it again once its result is fetched.</summary>
internal sealed class AppendWaiter : IValueTaskSource<AppendOutcome>
{
    // Continuations run where the waiter is completed: a thread of the pool that completes a whole batch in order.
    private ManualResetValueTaskSourceCore<AppendOutcome> _core;
    private AppendOutcome _outcome;
    private bool _isFetched;

    /// <summary>Whether its caller has its result, so that it may serve another.</summary>
    public bool IsFetched => Volatile.Read(ref _isFetched);

    /// <summary>Begins a use: completes with the outcome once everything that it rests on is durable.</summary>
    public ValueTask<AppendOutcome> Begin(AppendOutcome outcome)
    {
        _outcome = outcome;
        _isFetched = false;
        return new(this, _core.Version);
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
            Volatile.Write(ref _isFetched, true);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
