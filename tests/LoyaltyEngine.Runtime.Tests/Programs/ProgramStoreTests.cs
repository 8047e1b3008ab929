using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Programs;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>Law 7: a new version of a program decides what occurs from then on, and nothing before.</summary>
public sealed class ProgramStoreTests
{
    [Fact]
    public async Task Open_SameFileTwice_IsOneVersion()
    {
        var journal = new InMemoryJournal();
        await LedgerRig.OpenAsync(journal);
        var rig = await LedgerRig.OpenAsync(journal);

        rig.Program.Schedule.Versions.Length.ShouldBe(1);
        rig.Program.Schedule.Current.EffectiveTime.ShouldBe(rig.Program.Schedule.BeginTime);
        (await journal.LoadAsync(StreamId.Program("default", TestProgram.Id))).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Open_ChangedFile_DecidesFromNowOn()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        var first = await LedgerRig.OpenAsync(journal, clock: clock);
        await first.EnrolAsync();
        var before = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(1));
        var published = clock.GetUtcNow();

        var rig = await LedgerRig.OpenAsync(journal, clock: clock, source: TestProgram.Doubled);

        rig.Program.Schedule.Versions.Length.ShouldBe(2);
        rig.Program.Schedule.Current.EffectiveTime.ShouldBe(Instant.FromDateTimeOffset(published));
        await ShouldEarnAsync(rig, "late", before, version: 1, points: 10);
        await ShouldEarnAsync(rig, "just before", published.AddTicks(-1), version: 1, points: 10);
        await ShouldEarnAsync(rig, "at once", published, version: 2, points: 20);
        clock.Advance(TimeSpan.FromDays(1));
        await ShouldEarnAsync(rig, "next day", clock.GetUtcNow(), version: 2, points: 20);
        await ShouldEarnAsync(rig, "days late", before, version: 1, points: 10);
    }

    [Fact]
    public async Task Open_ChangedFileAndBack_KeepsEveryVersion()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        foreach (var source in new[] { TestProgram.Source, TestProgram.Doubled, TestProgram.Source,
            TestProgram.Source })
        {
            await LedgerRig.OpenAsync(journal, clock: clock, source: source);
            clock.Advance(TimeSpan.FromHours(1));
        }

        var rig = await LedgerRig.OpenAsync(journal, clock: clock);
        rig.Program.Schedule.Versions.Select(version => version.Version).ShouldBe([1, 2, 3]);
        rig.Program.Schedule.Versions.Select(version => version.EffectiveTime).ShouldBeInOrder();
    }

    [Fact]
    public async Task Repeated_AfterTheProgramChanged_IsAnsweredAsBefore()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        var first = await LedgerRig.OpenAsync(journal, clock: clock);
        await first.EnrolAsync();
        var earned = await first.EarnAsync(10, "earn");
        clock.Advance(TimeSpan.FromDays(1));

        var rig = await LedgerRig.OpenAsync(journal, clock: clock, source: TestProgram.Doubled);

        var again = await rig.EarnAsync(10, "earn");
        again.IsReplay.ShouldBeTrue();
        LedgerRig.Bytes(again.Event).ShouldBe(LedgerRig.Bytes(earned.Event));
    }

    [Fact]
    public async Task Open_FaultyFile_IsRefusedAndNothingIsStored()
    {
        var journal = new InMemoryJournal();
        var faulty = TestProgram.Source.Replace("rounding: down", "rounding: sideways", StringComparison.Ordinal);

        var refused = await Should.ThrowAsync<ProgramRefusedException>(() =>
            LedgerRig.OpenAsync(journal, source: faulty));

        refused.Message.ShouldContain("sideways");
        (await journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_TwoFilesOfOneProgram_IsRefused() =>
        await Should.ThrowAsync<ProgramRefusedException>(() => Ledger.OpenAsync(
            new InMemoryJournal(),
            new LedgerOptions(),
            new FakeTimeProvider(),
            [TestProgram.Source, TestProgram.Source]));

    [Fact]
    public async Task Open_TwoPrograms_AreServedSideBySide()
    {
        var other = TestProgram.Source.Replace("program: shop", "program: bakery", StringComparison.Ordinal);
        var ledger = await Ledger.OpenAsync(
            new InMemoryJournal(), new LedgerOptions(), LedgerRig.NewClock(), [TestProgram.Source, other]);

        ledger.Programs.Select(program => program.Id).ShouldBe(["bakery", "shop"]);
        ledger.FindProgram(TenantId.Default, "nowhere").ShouldBeNull();
    }

    private static async Task ShouldEarnAsync(
        LedgerRig rig, string id, DateTimeOffset occurred, long version, long points)
    {
        var head = new RequestHead(
            id,
            Core.LedgerTime.FromInstant(Instant.FromDateTimeOffset(occurred)),
            TillContext.Empty,
            "till",
            null);
        var answer = await rig.Ledger.EarnAsync(rig.Program, LedgerRig.Ada, head, LedgerRig.Pounds(10));
        var earned = answer.Event.ShouldBeOfType<MemberEvent.PointsEarned>(id);
        earned.Origin.ProgramVersion.ShouldBe(version, id);
        earned.Points.ShouldBe(points, id);
    }
}
