namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Runs reads of the disk on the thread pool, a bounded number at a time, so that a slow disk never takes all threads
/// from those who are served from memory. Damage that a read finds fails the journal.
/// </summary>
internal sealed class ReadGate(LogTail tail, bool inline)
{
    /// <summary>The most reads under way at once; more wait, in order.</summary>
    public const int ConcurrencyMax = 32;

    private readonly SemaphoreSlim _free = new(ConcurrencyMax);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay = 1; // One for the open journal itself.

    /// <summary>Runs a read once what it will read is durable.</summary>
    public async ValueTask<T> RunAsync<T>(ValueTask<AppendOutcome> durable, Func<T> read)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            await durable.ConfigureAwait(false);
            return inline ? Guard(read) : await RunOnPoolAsync(read).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Completes when no read is under way any more; called once, when no new ones are let in.</summary>
    public Task DrainAsync()
    {
        Leave();
        return _drained.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
            _drained.TrySetResult();
    }

    private async Task<T> RunOnPoolAsync<T>(Func<T> read)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Guard(read)).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            tail.ThrowIfFailed();
            return read();
        }
        catch (JournalCorruptException damage)
        {
            tail.Fail(new JournalFailedException(damage.Message, damage));
            throw;
        }
        catch (IOException cause)
        {
            var failure = new JournalFailedException($"Reading the journal failed: {cause.Message}", cause);
            tail.Fail(failure);
            throw failure;
        }
    }
}
