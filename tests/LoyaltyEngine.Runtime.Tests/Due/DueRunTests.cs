using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Due;
using LoyaltyEngine.Runtime.Tests.Journals;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Runtime.Tests.Due;

/// <summary>
/// What is due for members whom nobody asks for. Points of the program are pending for three days, and good for thirty.
/// </summary>
public sealed class DueRunTests : IDisposable
{
    private static readonly string s_source = TestProgram.Source.Replace(
        "expiry: never", "expiry: { days: 30 }\npending: { days: 3 }", StringComparison.Ordinal);

    private static readonly string s_lapsing = TestProgram.Source.Replace(
        "expiry: never", "inactivity: { days: 20, notice_days: 4 }", StringComparison.Ordinal);

    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly FakeTimeProvider _clock = LedgerRig.NewClock();
    private readonly ConcurrentQueue<string> _notices = new();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task MemberAtRest_PointsBecomeAvailableAndExpire_OnTheirDay()
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "e1");
        await using var run = Start(rig, journal);

        await PassAsync(run, TimeSpan.FromDays(2));
        run.AppliedCount.ShouldBe(0);
        await PassAsync(run, TimeSpan.FromDays(1));
        run.AppliedCount.ShouldBe(1);
        await PassAsync(run, TimeSpan.FromDays(28));
        run.AppliedCount.ShouldBe(2);

        var entries = await rig.HistoryAsync();
        entries.Select(entry => entry.GetType()).ShouldBe(
        [
            typeof(MemberEvent.MemberEnrolled), typeof(MemberEvent.PointsEarned), typeof(MemberEvent.PointsActivated),
            typeof(MemberEvent.PointsExpired),
        ]);
        // The days begin at 23:00 UTC, and 1 June is the day of the purchase.
        entries[2].Origin.OccurTime.ToString().ShouldBe("2026-06-03T23:00:00Z");
        entries[3].Origin.OccurTime.ToString().ShouldBe("2026-07-01T23:00:00Z");
        entries[3].BalanceAfter.ShouldBe(default);
        _notices.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_AfterDowntime_CatchesUpExactlyOnce(bool keepsFile)
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EnrolAsync("bob", "enrol bob");
        await using (Start(rig, journal))
        {
            await rig.EarnAsync(100, "e1");
            await rig.EarnAsync(50, "e2", "bob");
        }

        File.Exists(_file).ShouldBeTrue();
        if (!keepsFile)
            File.Delete(_file);
        for (var start = 0; start < 3; start++)
        {
            _clock.Advance(TimeSpan.FromDays(start == 0 ? 10 : 0));
            rig = await OpenAsync(journal);
            await using var run = Start(rig, journal);
            await PassAsync(run, TimeSpan.Zero);
            // One place where nobody asked for the members: the entries are there already.
            (await journal.ReadAsync(Stream("ada"), 3)).ShouldNotBeNull();
            (await journal.ReadAsync(Stream("bob"), 3)).ShouldNotBeNull();
        }

        (await rig.HistoryAsync()).Count(entry => entry is MemberEvent.PointsActivated).ShouldBe(1);
        (await rig.HistoryAsync("bob")).Count(entry => entry is MemberEvent.PointsActivated).ShouldBe(1);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task MemberWhoStaysAway_IsNoticedAndThenLosesPoints_AlsoAfterRestarts(bool keepsFile, bool undoes)
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, s_lapsing);
        await rig.EnrolAsync();
        await using (var first = Start(rig, journal))
        {
            await rig.EarnAsync(100, "e1");
            await PassAsync(first, TimeSpan.FromDays(10));
            // Of no use where it is undone.
            await rig.EarnAsync(7, "e2", occurTime: LedgerRig.Noon.PlusSeconds(10 * 86_400));
            if (undoes)
                await rig.ReverseAsync("e2", "u2");
        }

        var (count, points) = undoes ? (4, 100) : (3, 107);
        (await rig.HistoryAsync()).Count.ShouldBe(count);
        if (!keepsFile)
            File.Delete(_file);
        // On day 21 or 31 the points lapse, of which notice is due on day 17 or 27.
        rig = await OpenAsync(journal, s_lapsing);
        await using (var second = Start(rig, journal))
        {
            await PassAsync(second, TimeSpan.FromDays(undoes ? 5 : 15));
            (await rig.HistoryAsync()).Count.ShouldBe(count);
            await PassAsync(second, TimeSpan.FromDays(2));
        }

        var notice = (await rig.HistoryAsync())[^1].ShouldBeOfType<MemberEvent.ExpiryNoticed>();
        notice.LapsingPoints.ShouldBe(points);

        if (!keepsFile)
            File.Delete(_file);
        rig = await OpenAsync(journal, s_lapsing);
        await using var third = Start(rig, journal);
        await PassAsync(third, TimeSpan.FromDays(2));
        (await rig.HistoryAsync()).Count.ShouldBe(count + 1);
        await PassAsync(third, TimeSpan.FromDays(4));
        (await rig.HistoryAsync())[^1].ShouldBeOfType<MemberEvent.PointsExpired>().Points.ShouldBe(-points);
        (await rig.HistoryAsync()).Count.ShouldBe(count + 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("LOYDUE01")]
    [InlineData("something else altogether, and longer than a header")]
    public async Task Start_FileIsNone_ReadsTheFeed(string content)
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "e1");
        await File.WriteAllTextAsync(_file, content);

        rig = await OpenAsync(journal);
        await using var run = Start(rig, journal);
        await PassAsync(run, TimeSpan.FromDays(4));

        run.AppliedCount.ShouldBe(1);
    }

    [Fact]
    public async Task File_OfALogThatIsLonger_IsNotTrusted()
    {
        await using (var other = new InMemoryJournal())
        {
            var rig = await OpenAsync(other);
            await rig.EnrolAsync();
            await using var run = Start(rig, other);
            for (var i = 0; i < 10; i++)
                await rig.EarnAsync(1, $"e{i}");
        }

        await using var journal = new InMemoryJournal();
        var restored = await OpenAsync(journal);
        await restored.EnrolAsync();
        await restored.EarnAsync(100, "e1");
        restored = await OpenAsync(journal);
        await using var next = Start(restored, journal);
        await PassAsync(next, TimeSpan.FromDays(4));

        next.State.ShouldBe(DueRunState.Running);
        (await restored.BalanceAsync()).Balance.Available.ShouldBe(100);
    }

    [Fact]
    public async Task Clock_JumpsWhileRunning_NothingIsDueAnyMoreForAnybody()
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EnrolAsync("bob", "enrol bob");
        await rig.EarnAsync(100, "e1");
        await rig.EarnAsync(100, "e2", "bob");
        await using var run = Start(rig, journal);
        await PassAsync(run, TimeSpan.FromDays(4));

        _clock.Advance(TimeSpan.FromDays(3_650));
        // Whoever asks first, a member or the run.
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(100);
        (await rig.BurnAsync(40, "b1")).Event!.BalanceAfter.Available.ShouldBe(60);
        await WaitAsync(() => run.State == DueRunState.StoppedByClock);

        _notices.ShouldHaveSingleItem().ShouldStartWith("The clock has jumped, from 2026-06-05T");
        (await journal.ReadAsync(Stream("bob"), 4)).ShouldBeNull();
    }

    [Fact]
    public async Task Clock_FarAheadAtStart_IsTakenForWrongUnlessAccepted()
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "e1");
        var opened = new OpenedAgain(journal, LedgerRig.Noon);
        _clock.Advance(TimeSpan.FromDays(31));

        rig = await OpenAsync(opened);
        await using (var run = Start(rig, opened))
        {
            await WaitAsync(() => run.State == DueRunState.StoppedByClock);
            (await rig.BalanceAsync()).Balance.Pending.ShouldBe(100);
        }

        rig = await OpenAsync(opened);
        await using var accepted = Start(rig, opened, downtimeMax: TimeSpan.MaxValue);
        await PassAsync(accepted, TimeSpan.Zero);
        (await rig.BalanceAsync()).Balance.ShouldBe(default);
    }

    [Fact]
    public async Task SpentPoints_TimeComes_NothingIsWritten()
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "e1");
        await using var run = Start(rig, journal);
        await PassAsync(run, TimeSpan.FromDays(4));
        await rig.BurnAsync(100, "b1");

        await PassAsync(run, TimeSpan.FromDays(40));

        run.AppliedCount.ShouldBe(2);
        run.WaitingCount.ShouldBe(0);
        (await rig.HistoryAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task ManyMembers_DueAtOnce_AreAllAppliedOnce()
    {
        const int members = 500;
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        for (var i = 0; i < members; i++)
        {
            await rig.EnrolAsync($"m{i}", $"enrol {i}");
            await rig.EarnAsync(1 + i, $"e{i}", $"m{i}");
        }

        await using var run = Start(rig, journal);
        await PassAsync(run, TimeSpan.FromDays(3));

        run.AppliedCount.ShouldBe(members);
        for (var i = 0; i < members; i++)
        {
            (await rig.BalanceAsync($"m{i}")).Balance.ShouldBe(new Balance(1 + i, 0, 0, 0));
            (await journal.ReadAsync(Stream($"m{i}"), 4)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Journal_OverloadedForAWhile_IsTriedAgain()
    {
        await using var memory = new InMemoryJournal();
        var journal = new BusyJournal(memory);
        var rig = await OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "e1");
        await using var run = Start(rig, journal);
        await WaitAsync(() => run.State != DueRunState.CatchingUp);

        journal.RefusalsLeft = 2;
        _clock.Advance(TimeSpan.FromDays(4));
        await WaitAsync(() =>
        {
            _clock.Advance(TimeSpan.FromHours(1));
            return run.AppliedCount == 1;
        });

        journal.RefusalsLeft.ShouldBe(0);
        run.State.ShouldBe(DueRunState.Running);
        (await rig.HistoryAsync()).Count(entry => entry is MemberEvent.PointsActivated).ShouldBe(1);
        _notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_LoadedBecauseSomethingIsDue_AreLetGoOf()
    {
        const int members = 100;
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal);
        for (var i = 0; i < members; i++)
        {
            await rig.EnrolAsync($"m{i}", $"enrol {i}");
            await rig.EarnAsync(1 + i, $"e{i}", $"m{i}");
        }

        rig = await OpenAsync(journal);
        await rig.BalanceAsync("m7");
        await using var run = Start(rig, journal);
        await PassAsync(run, TimeSpan.FromDays(3));

        run.AppliedCount.ShouldBe(members);
        // The one who was asked for stays.
        rig.Program.Members.Count.ShouldBe(1);
        (await rig.BalanceAsync("m99")).Balance.ShouldBe(new Balance(100, 0, 0, 0));
    }

    [Fact]
    public async Task RequestUnderWay_RunRestsAfterSoManyMembers()
    {
        const int members = 9;
        await using var memory = new InMemoryJournal();
        var journal = new StuckJournal(memory, Stream("bob"));
        var rig = await OpenAsync(journal);
        for (var i = 0; i < members; i++)
        {
            await rig.EnrolAsync($"m{i}", $"enrol {i}");
            await rig.EarnAsync(1 + i, $"e{i}", $"m{i}");
        }

        await using var run = Start(rig, journal, membersAtOnce: 3);
        await WaitAsync(() => run.State != DueRunState.CatchingUp);
        var till = rig.EnrolAsync("bob", "enrol bob");
        _clock.Advance(TimeSpan.FromDays(3));

        await WaitAsync(() => run.IsYielding);
        run.AppliedCount.ShouldBe(3);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await WaitAsync(() => run.AppliedCount == 6 && run.IsYielding);
        // Nobody waits any more: the rest goes through at once.
        journal.Release();
        await till;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await WaitAsync(() => run.AppliedCount == members && run.IsResting);
    }

    private static StreamId Stream(string member) => StreamId.Member(TenantId.Default, TestProgram.Id, member);

    private Task<LedgerRig> OpenAsync(IJournal journal, string? source = null) =>
        LedgerRig.OpenAsync(journal, clock: _clock, source: source ?? s_source);

    private DueRun Start(
        LedgerRig rig, IJournal journal, TimeSpan? downtimeMax = null, int membersAtOnce = 16) => DueRun.Start(
        rig.Ledger,
        journal,
        new DueOptions
        {
            File = _file,
            Interval = TimeSpan.FromHours(1),
            ClockJumpMax = TimeSpan.FromDays(60),
            DowntimeMax = downtimeMax ?? TimeSpan.FromDays(30),
            MembersAtOnce = membersAtOnce,
        },
        _clock,
        _notices.Enqueue);

    // Moves the clock and waits until the run has nothing more to do.
    private async Task PassAsync(DueRun run, TimeSpan time)
    {
        await WaitAsync(() => run.State != DueRunState.CatchingUp);
        _clock.Advance(time + TimeSpan.FromHours(1));
        await WaitAsync(() => run.Lag == TimeSpan.Zero && run.IsResting);
    }

    private static async Task WaitAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string description = "")
    {
        for (var i = 0; !condition(); i++)
        {
            i.ShouldBeLessThan(4_000, description);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A journal that has no room for some appends.</summary>
    private sealed class BusyJournal(IJournal inner) : JournalShim(inner)
    {
        public volatile int RefusalsLeft;

        public override ValueTask<AppendOutcome> AppendAsync(Append append)
        {
            if (RefusalsLeft == 0)
                return base.AppendAsync(append);
            RefusalsLeft--;
            throw new JournalOverloadedException("no room");
        }
    }

    /// <summary>A journal that keeps one member waiting.</summary>
    private sealed class StuckJournal(IJournal inner, StreamId stuck) : JournalShim(inner)
    {
        private readonly TaskCompletionSource _released = new();

        public void Release() => _released.SetResult();

        public override async ValueTask<AppendOutcome> AppendAsync(Append append)
        {
            if (append.Records[0].Stream == stuck)
                await _released.Task;
            return await base.AppendAsync(append);
        }
    }

    /// <summary>A journal that tells when it was last written before it was opened, as one on disk does.</summary>
    private sealed class OpenedAgain(IJournal inner, LedgerTime last) : JournalShim(inner)
    {
        public override long LastRecordTime => last.UnixNanoseconds;
    }
}
