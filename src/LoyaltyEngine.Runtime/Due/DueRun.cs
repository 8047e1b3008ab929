using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Due;

/// <summary>
/// Applies what is due for members whom nobody asks for: points become available and expire on their time, in the
/// background. A member is found by its time; the rest are not looked at. What was due while the engine was down is
/// caught up with. Where requests are under way it rests most of the time, so that they do not notice it. Stops for
/// good, with a notice, when the clock has jumped.
/// </summary>
public sealed class DueRun : IAsyncDisposable
{
    private const int PageRecords = 4_096;

    // A timer is no finer.
    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(1);

    private readonly Ledger _ledger;
    private readonly IJournal _journal;
    private readonly DueOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string> _notice;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private FeedPosition _position;
    private FeedPosition? _written;
    private bool _mayLapse;
    private long _appliedCount;
    private int _state;
    private volatile bool _isResting;
    private volatile bool _isYielding;
    private volatile bool _sawRequests;

    private DueRun(Ledger ledger, IJournal journal, DueOptions options, TimeProvider time, Action<string> notice)
    {
        (_ledger, _journal, _options, _time, _notice) = (ledger, journal, options, time, notice);
        _ledger.Clock.Watch(options.ClockJumpMax, options.DowntimeMax);
        _running = Task.Run(RunAsync);
    }

    /// <summary>What it does.</summary>
    public DueRunState State => (DueRunState)Volatile.Read(ref _state);

    /// <summary>How many members it has looked at because something was due.</summary>
    public long AppliedCount => Interlocked.Read(ref _appliedCount);

    /// <summary>Whether it waits for the next time.</summary>
    internal bool IsResting => _isResting;

    /// <summary>Whether it rests between members, for requests are under way.</summary>
    internal bool IsYielding => _isYielding;

    /// <summary>How many members something will be due of.</summary>
    public int WaitingCount => _ledger.Due.Count;

    /// <summary>How long the earliest of what is due has been so; zero where nothing is.</summary>
    public TimeSpan Lag
    {
        get
        {
            var behind = _ledger.Clock.Next().UnixNanoseconds - (double)_ledger.Due.Earliest.UnixNanoseconds;
            return behind <= 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(behind / 1_000);
        }
    }

    /// <summary>Begins to run.</summary>
    /// <param name="ledger">The ledger; disposed of after this.</param>
    /// <param name="journal">The ledger's journal.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Tells when to look again.</param>
    /// <param name="notice">Is told what an operator must know.</param>
    public static DueRun Start(
        Ledger ledger, IJournal journal, DueOptions options, TimeProvider time, Action<string> notice) =>
        new(ledger, journal, options, time, notice);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        if (State is DueRunState.Running or DueRunState.StoppedByClock)
            await WriteFileAsync();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await CatchUpAsync();
            var written = _time.GetTimestamp();
            using var timer = new PeriodicTimer(_options.Interval, _time);
            Volatile.Write(ref _state, (int)DueRunState.Running);
            do
            {
                _isResting = false;
                await ApplyAsync();
                _isResting = true;
                if (_time.GetElapsedTime(written) < _options.FileInterval)
                    continue;
                await WriteFileAsync();
                written = _time.GetTimestamp();
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            Volatile.Write(ref _state, (int)DueRunState.Failed);
            _notice($"What is due is no longer applied to members at rest: {failure.Message}");
        }
    }

    // Members that have been noted since the start by whoever changed them are so already.
    private async Task CatchUpAsync()
    {
        _position = _options.File is { } file ? DueFile.Read(file, _ledger.Due) : FeedPosition.Start;
        var versions = _ledger.Programs.SelectMany(program => program.Schedule.Versions).ToList();
        if (!versions.Any(LimitsLife))
            return;
        _mayLapse = versions.Any(version => version.Definition.Inactivity is not null);
        while (true)
        {
            var page = await ReadAsync(_position);
            foreach (var record in page.Records)
                Note(record);
            _position = page.Next;
            if (page.AtEnd)
                return;
            _end.Token.ThrowIfCancellationRequested();
        }
    }

    private static bool LimitsLife(LoyaltyProgram program) =>
        program.Definition.Expiry is not null || program.Definition.Pending is not null
        || program.Definition.Inactivity is not null
        || program.Definition.Burning?.Reservations is not null || program.Definition.Returns.WaitDays > 0;

    private async ValueTask<FeedPage> ReadAsync(FeedPosition after)
    {
        try
        {
            return await _journal.ReadFeedAsync(after, PageRecords);
        }
        catch (ArgumentException) when (after != FeedPosition.Start)
        {
            // The file is of a log that was restored to an earlier time.
            return await _journal.ReadFeedAsync(FeedPosition.Start, PageRecords);
        }
    }

    private void Note(StoredRecord record)
    {
        if (!record.Stream.IsMember)
            return;
        var entry = EntryCodec.Read(record);
        if (EndOf(entry) is { } end)
            _ledger.Due.Note(record.Stream, end);
        // Only the member knows what holds again then.
        if (_mayLapse && MayUndoActivity(entry))
            _ledger.Due.Note(record.Stream, entry.Origin.RecordTime);
        foreach (var change in entry.Settlement.LotChanges)
        {
            var time = change.IsPending ? change.ActivateTime : change.ExpireTime;
            if (change.Points > 0 && time.IsMoment)
                _ledger.Due.Note(record.Stream, time);
        }
    }

    private static LedgerTime? EndOf(MemberEvent entry) => entry switch
    {
        MemberEvent.PointsReserved reserved => reserved.EndTime,
        MemberEvent.ReservationExtended extended => extended.EndTime,
        MemberEvent.ReturnAwaitsSale waits => waits.EndTime,
        MemberEvent.ExpiryNoticed noticed => noticed.LapseTime,
        { Inactivity: { } said } => said.NoticeTime == default ? said.LapseTime : said.NoticeTime,
        _ => null,
    };

    private static bool MayUndoActivity(MemberEvent entry) =>
        entry is MemberEvent.PointsReversed or MemberEvent.PurchaseReturned { OfSale.IsWhole: true };

    private async Task ApplyAsync()
    {
        var now = _ledger.Clock.Next();
        if (_ledger.Clock.HasJumped)
        {
            if (State != DueRunState.StoppedByClock)
            {
                _notice($"The clock has jumped, from {_ledger.Clock.DueLimit} to {now}: no points become available or "
                    + "expire any more. Set the clock right and restart; --accept-clock where it is right.");
            }

            Volatile.Write(ref _state, (int)DueRunState.StoppedByClock);
            return;
        }

        var working = new List<Task>();
        var began = _time.GetTimestamp();
        while (!_end.IsCancellationRequested && _ledger.Due.TryTake(now, out var member))
        {
            working.Add(ApplyAsync(member, now));
            if (working.Count < _options.MembersAtOnce)
                continue;
            if (!await WereAppliedAsync(working))
                return;
            working.Clear();
            await YieldAsync(_time.GetElapsedTime(began));
            began = _time.GetTimestamp();
        }

        await WereAppliedAsync(working);
    }

    // False where the node has too much to do: the rest waits for the next time, behind whoever is served now.
    private static async ValueTask<bool> WereAppliedAsync(List<Task> working)
    {
        try
        {
            await Task.WhenAll(working);
            return true;
        }
        catch (Exception cause) when (cause is JournalOverloadedException or NodeOverloadedException)
        {
            return false;
        }
    }

    private async ValueTask YieldAsync(TimeSpan worked)
    {
        if (!_sawRequests)
            return;
        _sawRequests = false;
        var rest = worked * _options.RestFactor;
        var rested = Task.Delay(
            rest < RestMin ? RestMin : rest < _options.RestMax ? rest : _options.RestMax, _time, _end.Token);
        _isYielding = true;
        await rested;
        _isYielding = false;
    }

    private async Task ApplyAsync(StreamId member, LedgerTime now)
    {
        try
        {
            _sawRequests |= _ledger.RequestsUnderWay > 0;
            await _ledger.ApplyDueAsync(member);
            _sawRequests |= _ledger.RequestsUnderWay > 0;
            Interlocked.Increment(ref _appliedCount);
        }
        catch (MemberStoppedException stopped)
        {
            _notice(stopped.Message);
        }
        catch
        {
            _ledger.Due.Note(member, now);
            throw;
        }
    }

    // On a thread of its own, for it waits for the disk, and tills need those of the pool. The place first: what is
    // noted from then on may be in both, and what is in neither there cannot be, since nothing is taken out meanwhile.
    private async ValueTask WriteFileAsync()
    {
        if (_options.File is not { } file)
            return;
        var newest = _journal.NewestDurable;
        if (newest.CompareTo(_position) > 0)
            _position = newest;
        // Without new entries the file says what it would say again, or times that were looked at since: too early at
        // most.
        if (_written is { } written && written.CompareTo(_position) == 0)
            return;
        try
        {
            await Task.Factory.StartNew(
                () => DueFile.Write(file, _position, _ledger.Due.Copy()),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            _written = _position;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            _notice($"{file} was not written, and the next start reads more: {cause.Message}");
        }
    }
}
