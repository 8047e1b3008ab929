using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Support;

/// <summary>Explanations add up, quotes come true, and proofs hold, whatever the history.</summary>
[Trait("Category", "Laws")]
public sealed class ExplanationLawTests
{
    [Fact]
    public void ExplainBalance_AnyHistory_AddsUpToTheBalance() => Holds(40, async (seed, stepCount) =>
    {
        var (rig, trade) = await PlayAsync(seed, stepCount);

        var explained = (await rig.Support.ExplainBalanceAsync(rig.Program, LedgerRig.Ada, default)).ShouldNotBeNull();

        var balance = (await rig.BalanceAsync()).Balance;
        explained.Balance.ShouldBe(balance);
        explained.Parts.Sum(part => part.Points).ShouldBe(balance.Total);
        (explained.Lots.Sum(lot => lot.Held.Lot.Points) + explained.MoreLotsPoints)
            .ShouldBe(balance.Available + balance.Pending + balance.Reserved);
        foreach (var ((lot, _, _), opened) in explained.Lots)
        {
            opened.Revision.ShouldBe(lot.Id);
            opened.Settlement.LotChanges.Single(change => change.Lot == lot.Id).Points
                .ShouldBeGreaterThanOrEqualTo(lot.Points);
        }

        // By kind, against what the answers said when they were given.
        var exchanges = trade.Entries.OfType<MemberEvent.PurchaseExchanged>().ToList();
        PointsOf(BalancePartKind.Earned).ShouldBe(
            Sum<MemberEvent.PointsEarned>() + exchanges.Sum(entry => entry.Earned.Points));
        PointsOf(BalancePartKind.Burned).ShouldBe(Sum<MemberEvent.PointsBurned>());
        (PointsOf(BalancePartKind.Returned) + PointsOf(BalancePartKind.Forgiven))
            .ShouldBe(Sum<MemberEvent.PurchaseReturned>() + exchanges.Sum(entry => entry.Returned.Points));
        PointsOf(BalancePartKind.Adjusted).ShouldBe(Sum<MemberEvent.PointsAdjusted>());
        foreach (var reason in (string[])["a", "b"])
        {
            explained.Parts.Where(part => part.Kind == BalancePartKind.Adjusted && part.Name == reason)
                .Sum(part => part.Points).ShouldBe(trade.Entries.OfType<MemberEvent.PointsAdjusted>()
                    .Where(entry => entry.ReasonCode == reason).Sum(entry => entry.Points));
        }

        long PointsOf(BalancePartKind kind) =>
            explained.Parts.Where(part => part.Kind == kind).Sum(part => part.Points);

        long Sum<T>()
            where T : MemberEvent => trade.Entries.OfType<T>().Sum(entry => entry.Points);
    });

    [Fact]
    public void ExplainEntry_AnyEntry_NamesRulesThatAddUp() => Holds(20, async (seed, stepCount) =>
    {
        var (rig, trade) = await PlayAsync(seed, stepCount);
        var undone = trade.Entries.OfType<MemberEvent.PointsReversed>()
            .Select(entry => entry.ReversedRevision).ToList();
        foreach (var entry in trade.Entries)
        {
            var explained = (await rig.Support.ExplainEntryAsync(
                rig.Program, LedgerRig.Ada, new(entry.Revision, ""))).ShouldNotBeNull();

            LedgerRig.Bytes(explained.Entry).ShouldBe(LedgerRig.Bytes(entry));
            explained.IsReversed.ShouldBe(undone.Contains(entry.Revision));
            explained.Program.ShouldNotBeNull().Version.ShouldBe(entry.Origin.ProgramVersion);
            var exchange = entry as MemberEvent.PurchaseExchanged;
            if ((exchange?.Earned ?? entry) is MemberEvent.PointsEarned earned)
                earned.AppliedRules.Sum(rule => rule.Points).ShouldBe(earned.Points);
            if ((exchange?.Returned ?? entry) is MemberEvent.PurchaseReturned returned)
            {
                returned.AppliedRules.Sum(rule => rule.Points)
                    .ShouldBe(returned.ForgivenPoints - returned.Points);
            }
        }
    });

    [Fact]
    public void Quote_AnyBasket_IsWhatTheEarnThenGives() => Holds(40, async (seed, stepCount) =>
    {
        var (rig, trade) = await PlayAsync(seed, stepCount);
        var (basket, context) = (trade.Basket(), trade.Context());

        var quote = await rig.Ledger.QuoteAsync(rig.Program, LedgerRig.Ada, LedgerRig.Noon, context, basket);
        var head = new RequestHead("quoted", LedgerRig.Noon, context, "till", null);
        var earned = (await rig.Ledger.EarnAsync(rig.Program, LedgerRig.Ada, head, basket)).Event
            .ShouldBeOfType<MemberEvent.PointsEarned>();

        var quoted = quote.Quote.Earn.Event.ShouldBeOfType<MemberEvent.PointsEarned>();
        quoted.Points.ShouldBe(earned.Points);
        quoted.AppliedRules.ShouldBe(earned.AppliedRules);
        quoted.EligibleAmountMinor.ShouldBe(earned.EligibleAmountMinor);
        quoted.BalanceAfter.ShouldBe(earned.BalanceAfter);
        quoted.Settlement.DebtChange.ShouldBe(earned.Settlement.DebtChange);
        quoted.Revision.ShouldBe(earned.Revision);
        quote.Revision.ShouldBe(earned.Revision - 1);
    });

    [Fact]
    public void Quote_Burnable_IsTakenAndOneStepMoreIsNot() => Holds(40, async (seed, stepCount) =>
    {
        var (rig, _) = await PlayAsync(seed, stepCount);
        var quote = await rig.QuoteAsync(null);
        var burnable = quote.Quote.BurnablePoints;

        (await rig.BurnAsync(burnable + 5, "more")).Rejection.ShouldNotBeNull()
            .Reason.ShouldBe(RejectionReason.InsufficientPoints);
        if (burnable > 0)
            (await rig.BurnAsync(burnable, "all")).Event.ShouldNotBeNull().Points.ShouldBe(-burnable);
        else
            quote.Balance.Available.ShouldBeLessThan(5);
    });

    [Fact]
    public void Quote_AnyTime_WritesNothing() => Holds(15, async (seed, stepCount) =>
    {
        var journal = new InMemoryJournal();
        var (rig, trade) = await PlayAsync(seed, stepCount, journal);
        var before = await EndOfAsync(journal);

        for (var i = 0; i < 20; i++)
            await rig.QuoteAsync(i % 2 == 0 ? trade.Basket() : null);
        await rig.QuoteAsync(trade.Basket(), member: "nobody");

        (await EndOfAsync(journal)).ShouldBe(before);
    });

    [Fact]
    public void Verify_AnyHistory_IsIntact() => Holds(20, async (seed, stepCount) =>
    {
        var journal = new InMemoryJournal();
        var (rig, trade) = await PlayAsync(seed, stepCount, journal);

        var proof = (await rig.Support.VerifyAsync(rig.Program, LedgerRig.Ada, default)).ShouldNotBeNull();

        proof.Faults.ShouldBeEmpty();
        proof.EntryCount.ShouldBe(trade.Entries.Count);
        proof.Live.ShouldBe(proof.Recomputed);
        var stream = StreamId.Member("default", TestProgram.Id, LedgerRig.Ada);
        proof.Head.ShouldBe((await journal.LoadAsync(stream)).Hash);
    });

    private static void Holds(int count, Func<int, int, Task> property)
    {
        var cases = Gen.Choose(0, 1_000_000).Zip(Gen.Choose(0, 70)).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true),
            Prop.ForAll(cases, drawn => property(drawn.Item1, drawn.Item2).GetAwaiter().GetResult()));
    }

    // A history under two versions of the program, the members loaded anew in between.
    private static async Task<(LedgerRig Rig, RandomTrade Trade)> PlayAsync(
        int seed, int stepCount, IJournal? journal = null)
    {
        journal ??= new InMemoryJournal();
        var trade = new RandomTrade(seed);
        var rig = await LedgerRig.OpenAsync(journal, source: RandomTrade.Program(forgives: false));
        trade.Entries.Add((await rig.EnrolAsync()).Event!);
        for (var i = 0; i < stepCount; i++)
        {
            if (i == stepCount / 2)
                rig = await LedgerRig.OpenAsync(journal, source: RandomTrade.Program(forgives: true));
            await trade.StepAsync(rig);
        }

        return (rig, trade);
    }

    private static async Task<(FeedPosition, int)> EndOfAsync(IJournal journal)
    {
        var page = await journal.ReadFeedAsync(FeedPosition.Start, PageLimits.RecordCountMax);
        page.AtEnd.ShouldBeTrue();
        return (page.Next, page.Records.Count);
    }
}
