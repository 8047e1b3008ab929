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

    /// <summary>Runs a read once what it will read is durable.</summary>
    public async ValueTask<T> RunAsync<T>(ValueTask<AppendOutcome> durable, Func<T> read)
    {
        await durable.ConfigureAwait(false);
        if (inline)
            return Guard(read);

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
            tail.ThrowIfUnusable();
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
