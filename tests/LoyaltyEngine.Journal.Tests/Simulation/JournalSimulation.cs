using System.Text;
using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>
/// Drives an embedded journal over a <see cref="SimulatedDisk"/> from one seed: appends, conflicts, reads, background
/// work, clean restarts, kills and losses of power at any call of the disk, the opening included. After each opening
/// the model audits what is there. One thread; a seed gives the same run each time.
/// </summary>
internal sealed class JournalSimulation(int seed, Action<SimulatedDisk>? mutate = null)
{
    private const int StreamCount = 6;
    private const int LivesMax = 6;
    private const int StepsPerLife = 40;

    private readonly Random _random = new(seed);
    private readonly JournalModel _model = new();
    private readonly List<Task> _underWay = [];
    private int _requests;

    public int PowerLosses { get; private set; }

    public int Acknowledged { get; private set; }

    public int CheckpointsUsed { get; private set; }

    public int Cuts { get; private set; }

    public int SegmentsIndexed { get; private set; }

    public async Task RunAsync()
    {
        var disk = new SimulatedDisk(seed);
        mutate?.Invoke(disk);
        for (var life = 0; life < LivesMax; life++)
        {
            if (_random.Next(4) > 0)
                disk.PowerLossAt = disk.ChangeCount + _random.Next(1, 90);
            disk.PowerLossWaitsForFlush = _random.Next(2) == 0;
            var journal = TryOpen(disk);
            if (journal is not null)
                await LiveAsync(journal, disk);
            _underWay.Clear();
            if (disk.IsOff)
                PowerLosses++;
            disk.Restart();
        }

        await using var last = Open(disk);
        await _model.AuditAsync(last);
    }

    private EmbeddedJournal? TryOpen(SimulatedDisk disk)
    {
        try
        {
            return Open(disk);
        }
        catch (IOException) when (disk.IsOff)
        {
            return null;
        }
    }

    private EmbeddedJournal Open(SimulatedDisk disk) => EmbeddedJournal.Open(new EmbeddedJournalOptions
    {
        Directory = "unused",
        Storage = disk,
        IsManual = true,
        SegmentBytes = 8 * 1024 * (1 + (seed % 3)),
        BatchBytesMax = 512 << (seed % 5),
        CheckpointBytesMin = 1 + (seed % 4 * 6000),
    });

    private async Task LiveAsync(EmbeddedJournal journal, SimulatedDisk disk)
    {
        CheckpointsUsed += journal.Recovery.StreamsFromCheckpoint > 0 ? 1 : 0;
        Cuts += journal.Recovery.BytesCut > 0 ? 1 : 0;
        SegmentsIndexed += journal.RequestIndex.CoveredThrough;
        try
        {
            await _model.AuditAsync(journal);
            for (var step = 0; step < StepsPerLife && !disk.IsOff; step++)
                Step(journal);
            if (_random.Next(3) == 0 && !disk.IsOff)
                await journal.DisposeAsync();
            else if (_random.Next(2) == 0)
                disk.LosePower();
        }
        catch (Exception cause) when (disk.IsOff && cause is IOException or JournalFailedException)
        {
            // The power went while it was read.
        }

        if (disk.IsOff)
            await journal.DisposeAsync();
        await Task.WhenAll(_underWay.Where(task => task.IsCompleted));
    }

    private void Step(EmbeddedJournal journal)
    {
        switch (_random.Next(20))
        {
            case < 7:
                Track(AppendAsync(journal));
                break;
            case 7:
                Track(AppendStaleAsync(journal));
                break;
            case < 13:
                journal.Writer.RunOnce();
                break;
            case < 16:
                journal.Housekeeper.RunOnce();
                break;
            case 16:
                journal.Spare.Prepare();
                break;
            case 17:
                Track(ConfirmAsync(journal));
                break;
            default:
                Track(LoadAsync(journal));
                break;
        }
    }

    private void Track(Task task) => _underWay.Add(task);

    private async Task AppendAsync(EmbeddedJournal journal)
    {
        var modelled = new ModelAppend();
        var append = journal.RentAppend();
        append.RecordTime = _model.Appends.Count;
        var heads = new Dictionary<StreamId, (long Revision, ChainHash Hash)>();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var stream = RandomStream();
            var (revision, hash) = heads.TryGetValue(stream, out var head)
                ? head
                : (_model.RevisionOf(stream), _model.HashOf(stream));
            var length = _random.Next(_random.Next(2) == 0 ? 1200 : 100);
            var body = new string((char)('a' + _random.Next(26)), length);
            var bytes = Encoding.ASCII.GetBytes(body);
            var next = (Revision: revision + 1, Hash: hash.Next(revision + 1, bytes));
            var request = _random.Next(3) == 0 ? null : $"request {_requests++}";
            append.Add(stream, next.Revision, next.Hash, request is null ? 0 : RequestKey.Of(request), bytes);
            if (_random.Next(5) == 0)
            {
                var state = Encoding.ASCII.GetBytes($"state of {stream} at {next.Revision}");
                append.AddSnapshot(stream, next.Revision, next.Hash, state);
            }

            heads[stream] = next;
            modelled.Records.Add(new ModelRecord(stream, next.Revision, next.Hash, body, request));
        }

        _model.Appends.Add(modelled);
        try
        {
            (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
            modelled.IsAcknowledged = true;
            Acknowledged++;
        }
        catch (JournalFailedException)
        {
            // Unknown: the next opening tells.
        }
    }

    private async Task AppendStaleAsync(EmbeddedJournal journal)
    {
        var stream = RandomStream();
        var revision = _random.Next((int)_model.RevisionOf(stream) + 1);
        var append = journal.RentAppend();
        var bytes = Encoding.ASCII.GetBytes($"another's {_random.Next()}");
        append.Add(stream, revision == 0 ? 99 : revision, ChainHash.Genesis(stream), RequestKey.None, bytes);
        try
        {
            (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Conflict);
        }
        catch (JournalFailedException)
        {
            // Unknown.
        }
    }

    private async Task ConfirmAsync(EmbeddedJournal journal)
    {
        var stream = RandomStream();
        var revision = _model.RevisionOf(stream);
        try
        {
            (await journal.ConfirmAsync(stream, revision)).ShouldBe(AppendOutcome.Durable);
            _model.Observe(stream, revision);
        }
        catch (JournalFailedException)
        {
            // Nothing was said.
        }
    }

    private async Task LoadAsync(EmbeddedJournal journal)
    {
        var stream = RandomStream();
        try
        {
            var loaded = await journal.LoadAsync(stream);
            _model.Observe(stream, loaded.Revision);
        }
        catch (Exception cause) when (cause is JournalFailedException or ObjectDisposedException)
        {
            // Nothing was said.
        }
    }

    private StreamId RandomStream() => StreamId.Member("t", "uk", $"m{_random.Next(StreamCount)}");
}
