using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Tests.Audit;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Laws 3 and 6: the books balance at every place of the feed, and folding it gives the live state.</summary>
[Trait("Category", "Laws")]
public sealed class ReplayIsTheTruthTests
{
    private const int MemberCount = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Fold_OfTheFeed_IsTheLiveStateByteForByte(int seed)
    {
        var journal = new HeldJournal();
        // With a snapshot at each entry that pays for one, the journal tells the live state at most revisions.
        var rig = await LedgerRig.OpenAsync(journal, new LedgerOptions { SnapshotInterval = 1, MembersHeldMax = 2 });
        await TradeAsync(rig, seed);

        var folded = new Dictionary<(string, long), byte[]>();
        var page = await journal.ReadFeedAsync(FeedPosition.Start, 4_096);
        page.AtEnd.ShouldBeTrue();
        foreach (var stream in page.Records.Where(record => record.Stream.IsMember).GroupBy(record => record.Stream))
        {
            var member = new Member();
            foreach (var record in stream)
            {
                MemberFold.Evolve(member, EntryCodec.Read(record));
                folded[(stream.Key.Text, record.Revision)] = MemberSnapshot.Write(member);
            }
        }

        journal.Snapshots.Count.ShouldBeInRange(folded.Count / 3, folded.Count);
        foreach (var (stream, revision, body) in journal.Snapshots)
        {
            body.ShouldBe(folded[(stream.Text, revision)]);
            MemberSnapshot.Write(MemberSnapshot.Read(body)!).ShouldBe(body);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1_000)]
    public async Task Ledger_FromSnapshotsOfAnyAge_AnswersAlike(int snapshotInterval)
    {
        var journal = new InMemoryJournal();
        var options = new LedgerOptions { SnapshotInterval = snapshotInterval };
        var rig = await LedgerRig.OpenAsync(journal, options);
        await TradeAsync(rig, seed: 3);

        var next = await LedgerRig.OpenAsync(journal, options);
        await ShouldAnswerAlikeAsync(rig, next);
    }

    [Fact]
    public async Task Snapshot_OfAnotherVersionOfTheFold_IsIgnored()
    {
        var journal = new InMemoryJournal();
        var options = new LedgerOptions { SnapshotInterval = 3 };
        var rig = await LedgerRig.OpenAsync(journal, options);
        await TradeAsync(rig, seed: 4);
        var other = new OtherFoldJournal(journal);

        await ShouldAnswerAlikeAsync(rig, await LedgerRig.OpenAsync(other, options));
        other.SnapshotsShown.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Books_AtEveryPlaceOfTheFeed_Balance()
    {
        var journal = new InMemoryJournal();
        var rig = await LedgerRig.OpenAsync(journal);
        var projection = new TotalsProjection(journal);
        var book = await TradeAsync(rig, seed: 5, afterEach: async () =>
            (await projection.CatchUpAsync(CancellationToken.None)).Of(TenantId.Default, TestProgram.Id)
                .Balances.ShouldBeTrue());

        await book.SendAsync(rig, new SentRequest("m0", "last", SentKind.Return, 5_000));

        var members = await FeedAudit.ReadAsync(journal);
        var histories = members.Select(member => book.Audit(member.Key, member.Value)).ToList();
        var totals = (await projection.CatchUpAsync(CancellationToken.None)).Of(TenantId.Default, TestProgram.Id);
        totals.Outstanding.ShouldBe(histories.Sum(history => history.Balances[^1].Available));
        totals.Debt.ShouldBe(histories.Sum(history => history.Balances[^1].Debt));
        totals.EntryCount.ShouldBe(histories.Sum(history => history.Revision));
        totals.MemberCount.ShouldBe(MemberCount);
        totals.Debt.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Return_IntoDebt_IsRepaidByTheNextPurchase()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        await rig.EnrolAsync();
        await rig.EarnAsync(10, "earn");
        (await rig.ReturnAsync(25, "return")).Event!.BalanceAfter.ShouldBe(new Balance(0, 0, 0, 15));

        (await rig.EarnAsync(6, "earn 2")).Event!.BalanceAfter.ShouldBe(new Balance(0, 0, 0, 9));
        (await rig.EarnAsync(10, "earn 3")).Event!.BalanceAfter.ShouldBe(new Balance(1, 0, 0, 0));
    }

    private static async Task<AnswerBook> TradeAsync(LedgerRig rig, int seed, Func<Task>? afterEach = null)
    {
        var random = new Random(seed);
        var book = new AnswerBook();
        for (var i = 0; i < MemberCount; i++)
            await book.SendAsync(rig, new SentRequest($"m{i}", "enrol", SentKind.Enrol));
        for (var i = 0; i < 300; i++)
        {
            var (member, earlier) = ($"m{random.Next(MemberCount)}", random.Next(i + 1));
            await book.SendAsync(rig, random.Next(10) switch
            {
                < 4 => new SentRequest(member, $"{i}", SentKind.Earn, random.Next(30)),
                < 6 => new SentRequest(member, $"{i}", SentKind.Burn, random.Next(1, 30)),
                6 => new SentRequest(member, $"{i}", SentKind.Return, random.Next(40)),
                7 => new SentRequest(member, $"{earlier}", SentKind.Cancel),
                _ => new SentRequest(member, $"{i}", SentKind.Reverse, 0, $"{earlier}"),
            });
            if (afterEach is not null)
                await afterEach();
        }

        return book;
    }

    private static async Task ShouldAnswerAlikeAsync(LedgerRig one, LedgerRig two)
    {
        for (var i = 0; i < MemberCount; i++)
        {
            var member = $"m{i}";
            (await two.BalanceAsync(member)).ShouldBe(await one.BalanceAsync(member));
            foreach (var entry in await one.HistoryAsync(member))
            {
                var outcome = await two.OutcomeAsync(entry.Origin.RequestId, member);
                LedgerRig.Bytes(outcome.Event).ShouldBe(LedgerRig.Bytes(entry));
            }

            (await two.OutcomeAsync("never sent", member)).Event.ShouldBeNull();
        }
    }
}
