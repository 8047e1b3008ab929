namespace LoyaltyEngine.Load.Running;

/// <summary>Runs each generator on a thread of its own and passes on what one of them throws.</summary>
internal sealed class GeneratorThreads : IDisposable
{
    private readonly Thread[] _threads;
    private Exception? _fault;

    public GeneratorThreads(IReadOnlyList<Generator> generators, long stopIssuingAt)
    {
        _threads = [.. generators.Select(g => new Thread(() => Run(g, stopIssuingAt)) { Name = "generator" })];
        Array.ForEach(_threads, t => t.Start());
    }

    /// <summary>Waits for all to end.</summary>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Waits for so long and tells whether all have ended.</summary>
    public bool Join(TimeSpan atMost)
    {
        if (!_threads.All(t => t.Join(atMost)))
            return false;
        return _fault is null ? true : throw new InvalidOperationException("a generator thread failed", _fault);
    }

    public void Dispose() => Array.ForEach(_threads, t => t.Join());

    private void Run(Generator generator, long stopIssuingAt)
    {
        try
        {
            generator.Run(stopIssuingAt);
        }
        catch (Exception e)
        {
            _fault = e;
        }
    }
}
