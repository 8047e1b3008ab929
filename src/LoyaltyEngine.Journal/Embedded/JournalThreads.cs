namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The threads of an open journal: the writer, the preparer of the next segment, and the housekeeper.
/// </summary>
internal sealed class JournalThreads
{
    private readonly LogWriter _writer;
    private readonly SpareSegment _spare;
    private readonly Housekeeper _housekeeper;
    private readonly SemaphoreSlim _spareWanted = new(1);
    private readonly Task[] _ends;
    private volatile bool _stopping;

    private JournalThreads(LogWriter writer, SpareSegment spare, Housekeeper housekeeper)
    {
        (_writer, _spare, _housekeeper) = (writer, spare, housekeeper);
        writer.OnWritten = housekeeper.Poke;
        writer.OnSealed = segment =>
        {
            housekeeper.Sealed(segment);
            _spareWanted.Release();
        };
        _ends =
        [
            Begin("journal writer", writer.Run),
            Begin("journal spare", PrepareSpares),
            Begin("journal housekeeper", housekeeper.Run),
        ];
    }

    public static JournalThreads Start(LogWriter writer, SpareSegment spare, Housekeeper housekeeper) =>
        new(writer, spare, housekeeper);

    /// <summary>Completes when the writer has written everything and all threads have ended.</summary>
    public async Task StopAsync()
    {
        await _ends[0].ConfigureAwait(false);
        _stopping = true;
        _spareWanted.Release();
        _housekeeper.Stop();
        await Task.WhenAll(_ends).ConfigureAwait(false);
    }

    private static Task Begin(string name, Action run)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            run();
            end.SetResult();
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        return end.Task;
    }

    private void PrepareSpares()
    {
        while (true)
        {
            _spareWanted.Wait();
            if (_stopping)
                return;
            _spare.Prepare();
        }
    }
}
