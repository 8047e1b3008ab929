using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Tests.Journals;
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

    [Fact]
    public async Task Open_FileOverruledByARequest_DoesNotBringItBack()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        await PublishAsync(await LedgerRig.OpenAsync(journal, clock: clock), TestProgram.Doubled);
        clock.Advance(TimeSpan.FromDays(1));

        var again = await LedgerRig.OpenAsync(journal, clock: clock);
        again.Program.Schedule.Current.Version.ShouldBe(2);
        var changed = TestProgram.Source.Replace("points: 1,", "points: 3,", StringComparison.Ordinal);
        var third = await LedgerRig.OpenAsync(journal, clock: clock, source: changed);
        third.Program.Schedule.Current.Version.ShouldBe(3);
        third.Program.Schedule.Current.Definition.Earning.Points.ShouldBe(3);
    }

    [Fact]
    public async Task Open_ChangedFileBeforeAVersionThatWaits_IsRefused()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        await PublishAsync(await LedgerRig.OpenAsync(journal, clock: clock), TestProgram.Doubled);
        var changed = TestProgram.Source.Replace("points: 1,", "points: 3,", StringComparison.Ordinal);

        var refused = await Should.ThrowAsync<ProgramRefusedException>(() =>
            LedgerRig.OpenAsync(journal, clock: clock, source: changed));

        refused.Message.ShouldContain("version 2 is to take effect at 2026-06-01T12:10:00Z");
    }

    [Fact]
    public async Task Open_JournalWithoutCatalogue_ListsTheProgramOnce()
    {
        var journal = new InMemoryJournal();
        var clock = LedgerRig.NewClock();
        // As an engine wrote it that knew of no catalogue.
        var stream = StreamId.Program(TenantId.Default, TestProgram.Id);
        var body = ProgramCodec.Write(new ProgramRecord.Published(TestProgram.Source, new Core.LedgerTime(0))
        {
            RecordTime = new Core.LedgerTime(1),
            Principal = "operator",
        });
        var append = journal.RentAppend();
        append.Add(stream, 1, ChainHash.Genesis(stream).Next(1, body), RequestKey.None, body);
        (await journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);

        await LedgerRig.OpenAsync(journal, clock: clock);
        await LedgerRig.OpenAsync(journal, clock: clock);

        (await journal.LoadAsync(stream)).Revision.ShouldBe(1);
        (await journal.LoadAsync(StreamId.Catalogue)).Revision.ShouldBe(1);
        var without = await Ledger.OpenAsync(journal, new LedgerOptions(), clock, []);
        without.Programs.ShouldHaveSingleItem().Id.ShouldBe(TestProgram.Id);
    }

    [Fact]
    public async Task Publish_AsManyAsMayBe_IsRefused()
    {
        var options = new LedgerOptions { ProgramCountMax = 1, ProgramRevisionMax = 2 };
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal(), options);

        (await PublishAsync(rig, TestProgram.Source.Replace("program: shop", "program: other",
            StringComparison.Ordinal), "other")).Rejection!.Reason
            .ShouldBe(ProgramRejectionReason.ProgramLimitReached);
        (await PublishAsync(rig, TestProgram.Doubled)).Rejection.ShouldBeNull();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        (await PublishAsync(rig, TestProgram.Source, requestId: "again")).Rejection!.Reason
            .ShouldBe(ProgramRejectionReason.ProgramLimitReached);
    }

    [Fact]
    public async Task Publish_WhoseFlushFails_IsNeverAnsweredAsPublished()
    {
        var journal = new HeldJournal();
        var rig = await LedgerRig.OpenAsync(journal);
        journal.Holds = true;
        var first = PublishAsync(rig, TestProgram.Doubled);
        journal.HeldCount.ShouldBe(1);

        journal.Fail();

        await Should.ThrowAsync<JournalFailedException>(first);
        await Should.ThrowAsync<JournalFailedException>(PublishAsync(rig, TestProgram.Doubled));
        await Should.ThrowAsync<JournalFailedException>(PublishAsync(rig, TestProgram.Source));
    }

    [Fact]
    public async Task Open_TwoFilesOfOneProgram_PublishesNeither()
    {
        var journal = new InMemoryJournal();
        var open = Ledger.OpenAsync(
            journal, new LedgerOptions(), LedgerRig.NewClock(), [TestProgram.Source, TestProgram.Doubled]);

        (await Should.ThrowAsync<ProgramRefusedException>(open)).Message.ShouldContain(TestProgram.Id);

        (await journal.LoadAsync(StreamId.Program("default", TestProgram.Id))).Revision.ShouldBe(0);
    }

    [Fact]
    public async Task Publish_ManyAtOnce_AreVersionsOneByOne()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        var wishes = Enumerable.Range(0, 50).Select(i => Task.Run(() => PublishAsync(
            rig, TestProgram.Source.Replace("program: shop", "program: new", StringComparison.Ordinal), "new",
            $"p{i % 25}")));

        var answers = await Task.WhenAll(wishes);

        // The first makes the program, one takes the earliest time, and no other can come before that one.
        answers.Count(answer => answer.Record is not null && !answer.IsReplay).ShouldBe(2);
        answers.Where(answer => answer.Rejection is not null).ShouldAllBe(
            answer => answer.Rejection!.Reason == ProgramRejectionReason.EffectiveTimeNotLast);
        rig.Ledger.FindProgram(TenantId.Default, "new")!.Schedule.Versions.Length.ShouldBe(2);
    }

    private static Task<ProgramAnswer> PublishAsync(
        LedgerRig rig, string source, string programId = TestProgram.Id, string requestId = "publish") =>
        rig.Ledger.Publishing.PublishAsync(TenantId.Default, new ProgramPublication
        {
            ProgramId = programId,
            RequestId = requestId,
            ContentHash = default,
            Principal = "test",
            Definition = ProgramFile.Parse(source).Definition,
            Source = source,
        });

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
