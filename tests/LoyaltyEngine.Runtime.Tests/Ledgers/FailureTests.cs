using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Law 8: failure is honest.</summary>
[Trait("Category", "Laws")]
public sealed class FailureTests
{
    [Fact]
    public async Task Journal_Fails_EveryCallSaysSoReadsToo()
    {
        var (journal, rig) = await OpenAsync();
        var underWay = rig.EarnAsync(10, "under way");
        var waiting = rig.BalanceAsync();
        journal.Fail();

        await Should.ThrowAsync<JournalFailedException>(() => underWay);
        await Should.ThrowAsync<JournalFailedException>(() => waiting);
        await Should.ThrowAsync<JournalFailedException>(() => rig.EarnAsync(10, "new"));
        await Should.ThrowAsync<JournalFailedException>(() => rig.BurnAsync(1_000, "too much"));
        await Should.ThrowAsync<JournalFailedException>(() => rig.CancelAsync("new"));
        await Should.ThrowAsync<JournalFailedException>(() => rig.BalanceAsync());
        await Should.ThrowAsync<JournalFailedException>(() => rig.OutcomeAsync("new"));
        await Should.ThrowAsync<JournalFailedException>(() => rig.ListAsync());
        await Should.ThrowAsync<JournalFailedException>(() => rig.BalanceAsync("somebody else"));
        await Should.ThrowAsync<JournalFailedException>(() => rig.EnrolAsync("somebody else", "enrol", "card"));
        rig.Ledger.RequestsUnderWay.ShouldBe(0);
    }

    [Fact]
    public async Task Node_FullOfRequests_RefusesMoreAndChangesNothing()
    {
        var (journal, rig) = await OpenAsync(new LedgerOptions { RequestsUnderWayMax = 3 });
        var admitted = Enumerable.Range(0, 3).Select(i => rig.EarnAsync(1, $"earn {i}")).ToArray();

        (await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(1, "one more"))).RetryDelay
            .ShouldBeGreaterThan(TimeSpan.Zero);
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.BalanceAsync());
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.OutcomeAsync("earn 0"));
        journal.Flush();

        await Task.WhenAll(admitted);
        rig.Ledger.RequestsUnderWay.ShouldBe(0);
        journal.Holds = false;
        (await rig.OutcomeAsync("one more")).Event.ShouldBeNull();
        (await rig.EarnAsync(1, "one more")).IsReplay.ShouldBeFalse();
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(104);
    }

    [Fact]
    public async Task Journal_HasNoRoom_RefusesAsOverloadAndChangesNothing()
    {
        var (journal, rig) = await OpenAsync();
        var before = rig.EarnAsync(1, "before");
        journal.IsFull = true;

        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(7, "refused"));
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EnrolAsync("bea", "enrol", "card"));
        var read = rig.BalanceAsync();
        journal.Flush();

        (await before).IsReplay.ShouldBeFalse();
        (await read).Balance.Available.ShouldBe(101, "what was refused is not there");
    }

    [Fact]
    public async Task Request_RefusedAsOverload_IsServedWhenSentAgain()
    {
        var (journal, rig) = await OpenAsync();
        journal.Holds = false;
        journal.IsFull = true;
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(7, "refused"));
        journal.IsFull = false;

        (await rig.OutcomeAsync("refused")).Event.ShouldBeNull();
        (await rig.EarnAsync(7, "refused")).IsReplay.ShouldBeFalse();
        (await rig.EarnAsync(7, "refused")).IsReplay.ShouldBeTrue();
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(107);
    }

    [Fact]
    public async Task Request_RefusedAsOverloadAmongOthersInFlight_LeavesThemAlone()
    {
        var (journal, rig) = await OpenAsync();
        var first = rig.EarnAsync(1, "first");
        journal.IsFull = true;
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(7, "refused"));
        journal.IsFull = false;
        var second = rig.EarnAsync(2, "second");
        var again = rig.EarnAsync(7, "refused");
        journal.Release();

        (await first).Event!.Revision.ShouldBe(3);
        new[] { (await second).Event!.Revision, (await again).Event!.Revision }.Order().ShouldBe([4, 5]);
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(110);
    }

    [Fact]
    public async Task Copy_ThatRanAheadOfWhatWasRefused_IsNotReadFrom()
    {
        var (journal, rig) = await OpenAsync();
        journal.Holds = false;
        var copy = await rig.Program.Members.GetAsync(LedgerRig.Ada);
        journal.IsFull = true;
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(7, "refused"));
        journal.IsFull = false;
        await rig.EarnAsync(1, "another");

        // Entry 3 is durable by now, but it is not the one that the copy holds.
        copy.Read(new RecordClock(TimeProvider.System, 0), out _).IsStale.ShouldBeTrue();
        copy.FindOutcome(1, default, out _).IsStale.ShouldBeTrue();
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(101);
    }

    [Fact]
    public async Task Member_WhoseEntriesContradictEachOther_StopsAlone()
    {
        var journal = new InMemoryJournal();
        var healthy = await LedgerRig.OpenAsync(journal);
        await healthy.EnrolAsync();
        await healthy.EarnAsync(5, "earn");
        await healthy.EnrolAsync("bea");
        var damaged = new DamagedJournal(journal, StreamId.Member("default", TestProgram.Id, LedgerRig.Ada));

        var rig = await LedgerRig.OpenAsync(damaged, new LedgerOptions { MembersHeldMax = 1 });

        for (var i = 0; i < 3; i++)
        {
            var stopped = await Should.ThrowAsync<MemberStoppedException>(() => rig.EarnAsync(5, $"earn {i}"));
            stopped.InnerException.ShouldBeOfType<CorruptMemberException>();
            await Should.ThrowAsync<MemberStoppedException>(() => rig.BalanceAsync());
            await Should.ThrowAsync<MemberStoppedException>(() => rig.OutcomeAsync("earn"));
            (await rig.EarnAsync(5, $"earn {i}", "bea")).IsReplay.ShouldBeFalse();
        }

        (await rig.BalanceAsync("bea")).Balance.Available.ShouldBe(15);
        rig.Ledger.RequestsUnderWay.ShouldBe(0);
    }

    private static async Task<(HeldJournal Journal, LedgerRig Rig)> OpenAsync(LedgerOptions? options = null)
    {
        var journal = new HeldJournal();
        var rig = await LedgerRig.OpenAsync(journal, options);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "begin");
        journal.Holds = true;
        return (journal, rig);
    }
}
