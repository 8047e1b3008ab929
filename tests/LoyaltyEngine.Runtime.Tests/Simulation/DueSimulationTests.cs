using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;
using LoyaltyEngine.Runtime.Tests.Audit;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Runtime.Tests.Simulation;

/// <summary>
/// Points that become available and expire and reservations that end while the power goes at any moment and the engine
/// is down for days: each does so once, at its time, and before anything later is decided.
/// </summary>
public sealed class DueSimulationTests
{
    private const int SeedCount = 80;
    private const int LifeCount = 6;
    private const int StepsPerLife = 50;
    private const int MemberCount = 3;
    private const int PendingDays = 3;
    private const int ExpiryDays = 12;
    private const int IdleDays = 6;
    private const int NoticeDays = 2;

    private static readonly string s_source = TestProgram.Source
        .Replace("Europe/London", "UTC", StringComparison.Ordinal)
        .Replace(
            "expiry: never",
            $"expiry: {{ days: {ExpiryDays} }}\npending: {{ days: {PendingDays} }}",
            StringComparison.Ordinal)
        .Replace(
            "burning: {",
            $"burning: {{ reservations: {{ seconds: {TimedHistory.ReservationSeconds} }},",
            StringComparison.Ordinal);

    private static readonly string s_lapsing = TestProgram.Source
        .Replace("Europe/London", "UTC", StringComparison.Ordinal)
        .Replace(
            "expiry: never",
            $"inactivity: {{ days: {IdleDays}, notice_days: {NoticeDays} }}",
            StringComparison.Ordinal);

    [Fact]
    public async Task Points_PowerLostAtAnyMoment_ComeAndGoOnceAndInTime()
    {
        var (activations, expiries, ends) = (0, 0, 0);
        await PlayAsync(s_source, () => new TimedHistory(PendingDays, ExpiryDays), history =>
        {
            (activations, expiries) = (activations + history.Activations, expiries + history.Expiries);
            ends += history.Ends;
        });

        activations.ShouldBeGreaterThan(SeedCount * 10);
        expiries.ShouldBeGreaterThan(SeedCount * 10);
        ends.ShouldBeGreaterThan(SeedCount);
    }

    [Fact]
    public async Task PointsOfIdleMembers_PowerLostAtAnyMoment_LapseOnceAndAfterNotice()
    {
        var (notices, lapses) = (0, 0);
        await PlayAsync(s_lapsing, () => new IdleHistory(IdleDays, NoticeDays), history =>
            (notices, lapses) = (notices + history.Notices, lapses + history.Lapses));

        notices.ShouldBeGreaterThan(SeedCount * 5);
        lapses.ShouldBeGreaterThan(SeedCount);
    }

    private static async Task PlayAsync<T>(string source, Func<T> create, Action<T> count)
        where T : IHistoryAudit
    {
        var losses = 0;
        for (var seed = 0; seed < SeedCount; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk(seed);
            var clock = LedgerRig.NewClock();
            for (var life = 0; life < LifeCount; life++)
            {
                if (random.Next(4) > 0)
                    disk.PowerLossAt = disk.ChangeCount + random.Next(1, 120);
                clock.Advance(TimeSpan.FromHours(random.Next(200)));
                await LiveAsync(source, disk, clock, random);
                losses += disk.IsOff ? 1 : 0;
                disk.Restart();
                await using var journal = EmbeddedRig.OpenJournal(disk);
                var rig = await OpenAsync(source, disk, journal, clock, random);
                foreach (var history in await AuditAsync(rig, seed, create))
                    count(history);
            }
        }

        losses.ShouldBeGreaterThan(SeedCount);
    }

    private static async Task LiveAsync(
        string source, SimulatedDisk disk, FakeTimeProvider clock, Random random)
    {
        EmbeddedJournal? journal = null;
        var underWay = new List<Task>();
        var reserved = new List<(string Member, string RequestId)>();
        try
        {
            journal = EmbeddedRig.OpenJournal(disk);
            var rig = await OpenAsync(source, disk, journal, clock, random);
            foreach (var member in Enumerable.Range(0, MemberCount))
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.EnrolAsync($"m{member}", $"enrol {member}")));
            for (var step = 0; step < StepsPerLife && !disk.IsOff; step++)
                Step(rig, clock, random, underWay, reserved);
            if (random.Next(3) == 0 && !disk.IsOff)
                await journal.DisposeAsync();
            else
                disk.LosePower();
        }
        catch (Exception cause) when (disk.IsOff && cause is IOException or JournalFailedException)
        {
            // The power went: what was under way is unknown.
        }

        if (disk.IsOff && journal is not null)
            await journal.DisposeAsync();
        await Task.WhenAll(underWay.Where(task => task.IsCompleted));
    }

    private static void Step(
        EmbeddedRig rig,
        FakeTimeProvider clock,
        Random random,
        List<Task> underWay,
        List<(string Member, string RequestId)> reserved)
    {
        var member = $"m{random.Next(MemberCount)}";
        var now = LedgerTime.FromInstant(NodaTime.Instant.FromDateTimeOffset(clock.GetUtcNow()));
        var (program, id) = (rig.Ledger.Program, Guid.NewGuid().ToString());
        switch (random.Next(15))
        {
            case < 3:
                // Some come late, after they would have been available or even expired.
                var late = random.Next(4) == 0 ? random.Next(20) : 0;
                var occurTime = new LedgerTime(now.UnixNanoseconds - (late * 86_400_000_000_000));
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.Ledger.EarnAsync(
                    program,
                    member,
                    new RequestHead(id, occurTime, TillContext.Empty, "till", null),
                    LedgerRig.Pounds(random.Next(30))).AsTask()));
                break;
            case 3:
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.Ledger.BurnAsync(
                    program,
                    member,
                    new RequestHead(id, now, TillContext.Empty, "till", null),
                    random.Next(1, 30)).AsTask()));
                break;
            case 4:
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.BalanceAsync(member)));
                break;
            case 5:
                // As the run in the background does.
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.Ledger.ApplyDueAsync(
                    StreamId.Member(TenantId.Default, TestProgram.Id, member)).AsTask()));
                break;
            case < 8:
                clock.Advance(TimeSpan.FromMinutes(random.Next(3_000)));
                break;
            case 12 or 13:
                var reserve = new RequestHead(id, now, TillContext.Empty, "till", null);
                reserved.Add((member, id));
                underWay.Add(IgnoreOutagesAsync(rig.Ledger.Ledger.ReserveAsync(
                    program, member, reserve, random.Next(1, 20), durationSeconds: 0).AsTask()));
                break;
            case 14 when reserved.Count > 0:
                var (holder, begun) = reserved[^(1 + random.Next(Math.Min(3, reserved.Count)))];
                var end = new RequestHead(id, now, TillContext.Empty, "till", null);
                underWay.Add(IgnoreOutagesAsync(random.Next(3) == 0
                    ? rig.Ledger.Ledger.ReleaseAsync(program, holder, end, new EntryTarget(0, begun)).AsTask()
                    : rig.Ledger.Ledger.CaptureAsync(
                        program, holder, end, new EntryTarget(0, begun), random.Next(6)).AsTask()));
                break;
            case 8:
                rig.Journal.Housekeeper.RunOnce();
                break;
            default:
                rig.Journal.Writer.RunOnce();
                break;
        }
    }

    private static async Task<List<T>> AuditAsync<T>(EmbeddedRig rig, int seed, Func<T> create)
        where T : IHistoryAudit
    {
        var now = rig.Ledger.Clock.GetUtcNow().UtcDateTime;
        for (var member = 0; member < MemberCount; member++)
            await rig.DoAsync(ledger => ledger.BalanceAsync($"m{member}"));
        var histories = new List<T>();
        foreach (var (member, entries) in await FeedAudit.ReadAsync(rig.Journal))
        {
            var history = create();
            foreach (var entry in entries)
                history.Add(entry);
            history.CheckNothingDue(now, $"seed {seed}, {member}");
            var balance = await rig.DoAsync(ledger => ledger.BalanceAsync(member));
            balance.Balance.ShouldBe(entries.Count == 0 ? default : entries[^1].BalanceAfter, $"seed {seed}");
            histories.Add(history);
        }

        return histories;
    }

    private static Task<EmbeddedRig> OpenAsync(
        string source, SimulatedDisk disk, EmbeddedJournal journal, FakeTimeProvider clock, Random random) =>
        EmbeddedRig.OpenAsync(
            disk,
            journal,
            new LedgerOptions { MembersHeldMax = random.Next(1, 4), SnapshotInterval = random.Next(1, 8) },
            clock,
            source: source);

    private static async Task IgnoreOutagesAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception cause) when (
            cause is JournalFailedException or NodeOverloadedException or ObjectDisposedException)
        {
            // Nobody was told anything.
        }
    }
}
