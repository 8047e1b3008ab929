using System.Collections.Concurrent;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Verification;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>
/// Versions are published and retired while purchases pour in, early and late: each is decided by the version of the
/// time at which it occurred, and no moment by two.
/// </summary>
public sealed class VersionSwitchTests
{
    private const int MemberCount = 8;
    private const int VersionCount = 24;

    private static readonly LedgerOptions Options = new()
    {
        ClockSkew = TimeSpan.FromSeconds(30),
        PropagationTime = TimeSpan.FromSeconds(31),
    };

    [Fact]
    public async Task Earns_WhileVersionsArePublished_AreEachDecidedByTheVersionOfTheirTime()
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-switch-").FullName;
        try
        {
            var entries = await TradeAsync(folder);
            using var verifier = JournalVerifier.Open(folder);
            var laws = new LedgerVerifier();
            foreach (var record in verifier.Records())
                laws.Add(record.Kind, record.Record);
            laws.Finish().Faults.ShouldBeEmpty();
            entries.ShouldBeGreaterThan(1_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> TradeAsync(string folder)
    {
        var clock = LedgerRig.NewClock();
        await using var journal = EmbeddedJournal.Open(new EmbeddedJournalOptions { Directory = folder });
        var rig = await LedgerRig.OpenAsync(journal, Options, clock);
        for (var member = 0; member < MemberCount; member++)
            await rig.EnrolAsync($"m{member}", "enrol");

        // What the test publishes and retires, told apart from what the engine remembers of it.
        var effective = new ConcurrentDictionary<long, LedgerTime>();
        var retired = new ConcurrentDictionary<long, bool>();
        var start = Now(clock);
        using var end = new CancellationTokenSource();
        var tills = Enumerable.Range(0, MemberCount)
            .Select(member => Task.Run(() => BuyAsync(rig, member, start, end.Token)))
            .ToList();
        await PublishAsync(rig, effective, retired);
        await end.CancelAsync();
        var counts = await Task.WhenAll(tills);
        counts.ShouldAllBe(count => count > 0);

        var seen = new HashSet<long>();
        for (var member = 0; member < MemberCount; member++)
        {
            foreach (var change in await rig.HistoryAsync($"m{member}", 500))
            {
                if (change is not MemberEvent.PointsEarned earned)
                    continue;
                var version = effective
                    .Where(each => !retired.ContainsKey(each.Key) && each.Value <= earned.Origin.OccurTime)
                    .Select(each => each.Key)
                    .DefaultIfEmpty(1)
                    .Max();
                earned.Origin.ProgramVersion.ShouldBe(version, $"{earned.Origin.OccurTime}");
                // Version n gives n points a pound, and each purchase is worth ten pounds.
                earned.Points.ShouldBe(version * 10);
                seen.Add(version);
            }
        }

        seen.Count.ShouldBeGreaterThan(VersionCount / 2);
        return counts.Sum();
    }

    private static async Task PublishAsync(
        LedgerRig rig, ConcurrentDictionary<long, LedgerTime> effective, ConcurrentDictionary<long, bool> retired)
    {
        for (var version = 2L; version <= VersionCount; version++)
        {
            var source = TestProgram.Source.Replace("points: 1,", $"points: {version},", StringComparison.Ordinal);
            var answer = await rig.Ledger.Publishing.PublishAsync(TenantId.Default, new ProgramPublication
            {
                ProgramId = TestProgram.Id,
                RequestId = $"v{version}",
                ContentHash = default,
                Principal = "test",
                Definition = ProgramFile.Parse(source).Definition,
                Source = source,
            });
            answer.Rejection.ShouldBeNull();
            effective[version] = ((ProgramRecord.Published)answer.Record!).EffectiveTime;

            // Every fifth is retired in the midst of the trade: at the last possible moment, or tried to be when
            // purchases ahead of the clock have met it already.
            if (version % 5 == 0)
            {
                var deadline = new LedgerTime(
                    effective[version].UnixNanoseconds - (Options.ClockSkew.Ticks * TimeSpan.NanosecondsPerTick));
                var spare = (deadline.UnixNanoseconds - Now(rig.Clock).UnixNanoseconds) / TimeSpan.NanosecondsPerTick;
                rig.Clock.Advance(TimeSpan.FromTicks(Math.Max(spare - 1, 0)));
                var isLate = version % 10 == 0;
                if (isLate)
                {
                    rig.Clock.Advance(TimeSpan.FromSeconds(10));
                    await Task.Delay(20);
                }
                var retirement = await rig.Ledger.Publishing.RetireAsync(
                    rig.Program, new ProgramRetirement(version, $"x{version}", default, "test", null));
                if (retirement.Rejection is null)
                    retired[version] = true;
                else
                    isLate.ShouldBeTrue();
            }

            for (var step = 0; step < 16; step++)
            {
                rig.Clock.Advance(TimeSpan.FromSeconds(2));
                await Task.Delay(1);
            }
        }
    }

    // Some happened just now, some as far ahead as may be, some a while ago.
    private static async Task<int> BuyAsync(LedgerRig rig, int member, LedgerTime start, CancellationToken end)
    {
        var random = new Random(member);
        var count = 0;
        while (!end.IsCancellationRequested)
        {
            var now = Now(rig.Clock);
            var skew = Options.ClockSkew.Ticks * TimeSpan.NanosecondsPerTick;
            var occurred = random.Next(3) switch
            {
                0 => now,
                1 => new LedgerTime(now.UnixNanoseconds + skew),
                _ => new LedgerTime(random.NextInt64(start.UnixNanoseconds, now.UnixNanoseconds + skew)),
            };
            var head = new RequestHead($"r{count++}", occurred, TillContext.Empty, "till", null);
            var answer = await rig.Ledger.EarnAsync(rig.Program, $"m{member}", head, LedgerRig.Pounds(10));
            answer.Rejection.ShouldBeNull();
        }
        return count;
    }

    private static LedgerTime Now(TimeProvider clock) =>
        LedgerTime.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow()));
}
