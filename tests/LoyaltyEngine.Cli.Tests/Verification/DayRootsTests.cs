using System.Text.Json;
using LoyaltyEngine.Cli.Tests.Fakes;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Enrolment;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace LoyaltyEngine.Cli.Tests.Verification;

/// <summary>The roots of days that <c>loyalty verify</c> prints, held against a script that reads segments.</summary>
public sealed class DayRootsTests : IDisposable
{
    private const int SmallSegment = 64 * 1024;

    private const string Program = """
        program: shop
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00 }
        burning: { points_per_unit: 100 }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loyalty-days-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 28, 23, 59, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_SeveralDays_PrintsTheRootsThatTheScriptReckons()
    {
        for (var day = 0; day < 5; day++)
            await TradeAsync(day, count: 1 + (day * 37));

        var printed = await PrintedAsync();

        printed.Keys.ShouldBe(["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31", "2026-04-01"]);
        printed.ShouldBe(await Oracle.DayRootsAsync(JournalFolder));
        // Each member is an entry of an enrolment, and one of an identifier's claim; before all stand the program and
        // its listing.
        printed["2026-03-28"].Entries.ShouldBe(2 + 2 + 1);
        printed["2026-03-29"].Entries.ShouldBe(2 + 38);
    }

    [Fact]
    public async Task Verify_DayThatIsOver_KeepsItsRootWhateverComesLater()
    {
        await TradeAsync(0, count: 300);
        var before = await PrintedAsync();

        await TradeAsync(1, count: 500);
        foreach (var derived in Directory.EnumerateFiles(JournalFolder).Where(file => !file.EndsWith(".log")).ToList())
            File.Delete(derived);
        await TradeAsync(2, count: 3);
        var after = await PrintedAsync();

        after["2026-03-28"].ShouldBe(before["2026-03-28"]);
        after.ShouldBe(await Oracle.DayRootsAsync(JournalFolder));
        Directory.EnumerateFiles(JournalFolder, "*.log").Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Verify_Json_TellsTheNewestDayMayGrow()
    {
        await TradeAsync(0, count: 2);
        await TradeAsync(1, count: 2);

        var run = await CommandRun.OfAsync("verify", _folder.FullName, "--json");

        using var json = JsonDocument.Parse(run.Out);
        var days = json.RootElement.GetProperty("day_roots").EnumerateArray().ToList();
        days.Select(day => day.GetProperty("day").GetString()).ShouldBe(["2026-03-28", "2026-03-29"]);
        days.Select(day => day.GetProperty("may_grow").GetBoolean()).ShouldBe([false, true]);
        days.Select(day => day.GetProperty("partition").GetInt32()).ShouldBe([0, 0]);
        days.ShouldAllBe(day => day.GetProperty("root").GetString()!.Length == 64);
    }

    private string JournalFolder => DataFolder.JournalOf(_folder.FullName);

    // One run of an engine, a day later than the one before.
    private async Task TradeAsync(int day, int count)
    {
        await using var journal = EmbeddedJournal.Open(new EmbeddedJournalOptions
        {
            Directory = JournalFolder,
            SegmentBytes = SmallSegment,
            BatchBytesMax = SmallSegment / 4,
            CheckpointBytesMin = 4_096,
        });
        var options = new LedgerOptions { SnapshotInterval = 4 };
        var ledger = await Ledger.OpenAsync(journal, options, _clock, [Program]);
        var program = ledger.FindProgram("default", "shop")!;
        var enrolment = new MemberEnrolment(
            ledger, new InMemoryMemberKeyVault(), new IdentifierHasher(new byte[MemberKey.Size]));
        var member = $"m{day}";
        var card = new PersonalProfile { Identifiers = [new("card", member)] };
        (await enrolment.EnrolAsync(program, member, Head("enrol"), card)).Event.ShouldNotBeNull();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
            (await ledger.EarnAsync(program, member, Head($"e{i}"), Basket(i))).Event.ShouldNotBeNull()));
        _clock.Advance(TimeSpan.FromDays(1));
    }

    private RequestHead Head(string id) =>
        new(id, LedgerTime.FromInstant(Instant.FromDateTimeOffset(_clock.GetUtcNow())), TillContext.Empty, "t", null);

    private static Basket Basket(int i) =>
        new("GBP", [new BasketLine("1", $"SKU-{i}", ["home"], 1_000, 100 * (i + 1))]);

    private async Task<Dictionary<string, (long Entries, string Root)>> PrintedAsync()
    {
        var run = await CommandRun.OfAsync("verify", _folder.FullName);
        run.ExitCode.ShouldBe(ExitCode.Ok, run.Error + run.Out);
        return run.Out.Split('\n').Where(line => line.StartsWith("Day ")).Select(line => line.Split(
            ' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(
                words => words[1], words => (long.Parse(words[5]), words[7]));
    }
}
