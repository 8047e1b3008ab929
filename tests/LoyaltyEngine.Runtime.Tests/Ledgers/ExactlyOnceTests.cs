using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Law 2: a request takes effect once, however often, when and to whom it is sent.</summary>
[Trait("Category", "Laws")]
public sealed class ExactlyOnceTests
{
    [Fact]
    public async Task Request_SentAgain_IsAnsweredAsBefore()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        await ShouldReplayAsync(rig, () => rig.EarnAsync(10, "earn"));
        await ShouldReplayAsync(rig, () => rig.BurnAsync(4, "burn"));
        await ShouldReplayAsync(rig, () => rig.ReturnAsync(20, "return"));
        await ShouldReplayAsync(rig, () => rig.ReverseAsync("burn", "undo the burn"));
        await ShouldReplayAsync(rig, () => rig.ReverseAsync("earn", "undo the earn"));
        await ShouldReplayAsync(rig, () => rig.CancelAsync("never sent"));
        await ShouldReplayAsync(rig, () => rig.EnrolAsync("bea", "enrol bea", "card"));
    }

    [Fact]
    public async Task Request_SentAgainWhileInFlight_IsOneEntry()
    {
        var journal = new HeldJournal();
        var rig = await OpenAsync(journal);
        journal.Holds = true;

        var answers = Enumerable.Range(0, 5).Select(_ => rig.EarnAsync(10, "earn")).ToArray();
        journal.Flush();

        var told = await Task.WhenAll(answers);
        told.Select(answer => answer.IsReplay).ShouldBe([false, true, true, true, true]);
        told.ShouldAllBe(answer => answer.Event!.Revision == 2);
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(10);
    }

    [Fact]
    public async Task Request_SentAgainAfterTenThousandEntries_IsAnsweredAsBefore()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        var first = await rig.EarnAsync(10, "first");
        for (var i = 0; i < 10_000; i++)
            await rig.EarnAsync(1, $"other {i}");

        ShouldReplay(first, await rig.EarnAsync(10, "first"));
        ShouldReplay(await rig.EarnAsync(1, "other 5000"), await rig.EarnAsync(1, "other 5000"));
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(10_010);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(100)]
    public async Task Request_SentAgainAfterTheMemberWasLetGo_IsAnsweredAsBefore(int entriesBetween)
    {
        var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, new LedgerOptions { MembersHeldMax = 2, SnapshotInterval = 7 });
        var first = await rig.EarnAsync(10, "first");
        for (var i = 0; i < entriesBetween; i++)
            await rig.EarnAsync(1, $"other {i}");
        for (var i = 0; i < 50; i++)
            await rig.EnrolAsync($"passer-by {i}", "enrol");
        rig.Program.Members.Count.ShouldBeLessThanOrEqualTo(4);

        ShouldReplay(first, await rig.EarnAsync(10, "first"));
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(10 + entriesBetween);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(33)]
    [InlineData(100)]
    public async Task Request_SentAgainToTheNextLedger_IsAnsweredAsBefore(int entriesBetween)
    {
        var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, new LedgerOptions { SnapshotInterval = 7 });
        var first = await rig.EarnAsync(10, "first");
        for (var i = 0; i < entriesBetween; i++)
            await rig.EarnAsync(1, $"other {i}");

        var next = await LedgerRig.OpenAsync(journal);
        ShouldReplay(first, await next.EarnAsync(10, "first"));
        (await next.OutcomeAsync("first")).Event!.Revision.ShouldBe(2);
        (await next.BalanceAsync()).Balance.Available.ShouldBe(10 + entriesBetween);
    }

    [Fact]
    public async Task Request_WithOtherContent_IsRefusedAndChangesNothing()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        await rig.EarnAsync(10, "earn");
        await rig.BurnAsync(3, "burn");
        var before = await rig.BalanceAsync();

        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.EarnAsync(11, "earn"));
        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.ReturnAsync(10, "earn"));
        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.BurnAsync(10, "earn"));
        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.BurnAsync(2, "burn"));
        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.ReverseAsync("burn", "burn"));
        ShouldBeRefused(RejectionReason.RequestIdReused, await rig.EnrolAsync(id: "burn"));
        (await rig.BalanceAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Request_OfOneMember_IsAnotherRequestOfAnother()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        await rig.EnrolAsync("bea");

        (await rig.EarnAsync(10, "same")).IsReplay.ShouldBeFalse();
        (await rig.EarnAsync(12, "same", "bea")).IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task Request_Refused_IsDecidedAfreshWhenSentAgain()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        ShouldBeRefused(RejectionReason.InsufficientPoints, await rig.BurnAsync(5, "burn"));
        await rig.EarnAsync(10, "earn");

        (await rig.BurnAsync(5, "burn")).Event.ShouldBeOfType<MemberEvent.PointsBurned>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_CancelledBeforeItArrives_NeverTakesEffect(bool isEnrolledBefore)
    {
        var journal = new InMemoryJournal();
        var rig = isEnrolledBefore ? await OpenAsync(journal) : await LedgerRig.OpenAsync(journal);
        var cancelled = await rig.CancelAsync("earn");
        if (!isEnrolledBefore)
            await rig.EnrolAsync();

        ShouldBeRefused(RejectionReason.RequestCancelled, await rig.EarnAsync(10, "earn"));
        ShouldReplay(cancelled, await rig.CancelAsync("earn"));
        (await rig.OutcomeAsync("earn")).Event.ShouldBeOfType<MemberEvent.RequestCancelled>();
        (await (await LedgerRig.OpenAsync(journal)).EarnAsync(10, "earn")).Rejection!.Reason
            .ShouldBe(RejectionReason.RequestCancelled);
    }

    [Fact]
    public async Task Enrolment_CancelledBeforeItArrives_NeverTakesEffect()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        await rig.CancelAsync("enrol");

        ShouldBeRefused(RejectionReason.RequestCancelled, await rig.EnrolAsync());
        (await rig.BalanceAsync()).IsEnrolled.ShouldBeFalse();
        (await rig.EnrolAsync(id: "enrol 2")).Event!.Revision.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_RacingWithItsRequest_OneWinsAndAllAgree(bool cancelIsFirst)
    {
        var journal = new HeldJournal();
        var rig = await OpenAsync(journal);
        journal.Holds = true;
        var cancel = cancelIsFirst ? rig.CancelAsync("earn") : null;
        var earn = rig.EarnAsync(10, "earn");
        cancel ??= rig.CancelAsync("earn");
        var outcome = rig.OutcomeAsync("earn");
        journal.Flush();

        var held = (await outcome).Event.ShouldNotBeNull();
        LedgerRig.Bytes((await cancel).Event).ShouldBe(LedgerRig.Bytes(held));
        (held is MemberEvent.RequestCancelled).ShouldBe(cancelIsFirst);
        (await earn).Rejection?.Reason.ShouldBe(RejectionReason.RequestCancelled);
        ((await earn).Event is not null).ShouldBe(!cancelIsFirst);
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(cancelIsFirst ? 0 : 10);
    }

    [Fact]
    public async Task Cancel_RacingOnManyThreads_OneWinsAndAllAgree()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        for (var i = 0; i < 300; i++)
        {
            var id = $"earn {i}";
            var earns = Enumerable.Range(0, 2).Select(_ => Task.Run(() => rig.EarnAsync(1, id))).ToArray();
            var cancels = Enumerable.Range(0, 2).Select(_ => Task.Run(() => rig.CancelAsync(id))).ToArray();
            var told = await Task.WhenAll([.. earns, .. cancels]);

            var held = (await rig.OutcomeAsync(id)).Event.ShouldNotBeNull();
            told.Where(answer => answer.Event is not null)
                .ShouldAllBe(answer => LedgerRig.Bytes(answer.Event) == LedgerRig.Bytes(held));
            told.Count(answer => answer.Event is not null && !answer.IsReplay).ShouldBe(1);
            told.Count(answer => answer.Rejection?.Reason == RejectionReason.RequestCancelled)
                .ShouldBe(held is MemberEvent.RequestCancelled ? 2 : 0);
        }
    }

    private static async Task<LedgerRig> OpenAsync(IJournal journal, LedgerOptions? options = null)
    {
        var rig = await LedgerRig.OpenAsync(journal, options);
        await rig.EnrolAsync();
        return rig;
    }

    private static async Task ShouldReplayAsync(LedgerRig rig, Func<Task<WriteAnswer>> send)
    {
        var first = await send();
        first.Event.ShouldNotBeNull();
        first.IsReplay.ShouldBeFalse();
        await rig.EarnAsync(1, $"after {first.Event.Origin.RequestId}");
        ShouldReplay(first, await send());
    }

    private static void ShouldReplay(WriteAnswer first, WriteAnswer second)
    {
        second.IsReplay.ShouldBeTrue();
        LedgerRig.Bytes(second.Event).ShouldBe(LedgerRig.Bytes(first.Event));
    }

    private static void ShouldBeRefused(RejectionReason reason, WriteAnswer answer) =>
        answer.Rejection.ShouldNotBeNull().Reason.ShouldBe(reason);
}
