namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// Lets one operation on a stream in at a time, and none after its end. Both ends' readers and writers have one each.
/// Any thread.
/// </summary>
internal sealed class StreamTurn
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Closing = 2;
    private const int Closed = 3;

    private int _state;
    private TaskCompletionSource? _left;

    /// <summary>Gets a value indicating whether the stream has ended: whoever is inside must leave.</summary>
    public bool IsClosed => Volatile.Read(ref _state) >= Closing;

    /// <exception cref="InvalidOperationException">An operation is under way, or the stream has ended.</exception>
    public void Enter()
    {
        var before = Interlocked.CompareExchange(ref _state, Taken, Free);
        if (before == Taken)
            throw new InvalidOperationException("The previous operation on this stream is still under way.");
        if (before != Free)
            throw Over();
    }

    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Taken) == Taken)
            return;
        Volatile.Write(ref _state, Closed);
        _left!.SetResult();
    }

    /// <summary>Ends the stream; completes when no operation is inside any more.</summary>
    public Task CloseAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Closed, Free) == Free)
            return Task.CompletedTask;
        if (Volatile.Read(ref _state) >= Closing)
            return _left?.Task ?? Task.CompletedTask;

        _left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The one inside may have left meanwhile, and closing is then free to do so at once.
        if (Interlocked.CompareExchange(ref _state, Closing, Taken) != Taken)
            return CloseAsync();
        return _left.Task;
    }

    public static InvalidOperationException Over() => new("The call is over.");
}
