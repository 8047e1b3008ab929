using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Tests.Audit;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Two ledgers that both believe they own the members: the journal's fence keeps them one.</summary>
[Trait("Category", "Laws")]
public sealed class TwoNodesTests
{
    private const int MemberCount = 3;
    private const int TillsANode = 4;
    private const int RequestsATill = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task TwoNodes_HammerTheSameMembers_TheBooksBalanceAndEveryAnswerHolds(int seed)
    {
        var (shared, fence) = (new InMemoryJournal(), new Lock());
        NodeJournal[] journals = [new(shared, fence), new(shared, fence)];
        var options = new LedgerOptions { MembersHeldMax = 2, SnapshotInterval = 5, ConflictRetriesMax = 500 };
        // The second node's clock is an hour ahead.
        var late = LedgerRig.NewClock();
        late.Advance(TimeSpan.FromHours(1));
        LedgerRig[] nodes =
        [
            await LedgerRig.OpenAsync(journals[0], options),
            await LedgerRig.OpenAsync(journals[1], options, late),
        ];
        var book = new AnswerBook();
        for (var member = 0; member < MemberCount; member++)
            await book.SendAsync(nodes[member % 2], new SentRequest($"m{member}", "enrol", SentKind.Enrol));

        await Task.WhenAll(Enumerable.Range(0, 2 * TillsANode)
            .Select(till => Task.Run(() => HammerAsync(nodes[till % 2], book, new Random((seed * 100) + till)))));

        var members = await FeedAudit.ReadAsync(shared);
        foreach (var (member, entries) in members)
            book.Audit(member, entries);
        book.AcceptedCount.ShouldBe(members.Values.Sum(entries => entries.Count), "every entry was acknowledged once");
        journals.Sum(journal => journal.Conflicts).ShouldBeGreaterThan(0, "the nodes got into each other's way");
    }

    [Fact]
    public async Task Identifier_ClaimedByManyMembersAtOnce_BelongsToExactlyOne()
    {
        var (shared, fence) = (new InMemoryJournal(), new Lock());
        LedgerRig[] nodes =
        [
            await LedgerRig.OpenAsync(new NodeJournal(shared, fence)),
            await LedgerRig.OpenAsync(new NodeJournal(shared, fence)),
        ];
        for (var card = 0; card < 60; card++)
        {
            string[] cards = [$"card{card}", $"mail{card}"];
            var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(
                i => Task.Run(() => nodes[i % 2].EnrolAsync($"m{card}-{i}", "enrol", cards))));

            told.Count(answer => answer.Event is not null).ShouldBe(1);
            told.Count(answer => answer.Rejection?.Reason == RejectionReason.IdentifierTaken).ShouldBe(5);
            var again = await Task.WhenAll(Enumerable.Range(0, 6).Select(
                i => nodes[(i + 1) % 2].EnrolAsync($"m{card}-{i}", "enrol", cards)));
            again.Select(answer => answer.IsReplay).ShouldBe(told.Select(answer => answer.Event is not null));
        }

        (await FeedAudit.ReadAsync(shared)).Count.ShouldBe(60);
    }

    [Fact]
    public async Task Read_OfACopyThatFellBehind_TellsTheNewState()
    {
        var (shared, fence) = (new InMemoryJournal(), new Lock());
        var one = await LedgerRig.OpenAsync(new NodeJournal(shared, fence));
        var two = await LedgerRig.OpenAsync(new NodeJournal(shared, fence));
        await one.EnrolAsync();
        await one.EarnAsync(10, "earn");
        (await two.BalanceAsync()).Balance.Available.ShouldBe(10);

        await one.BurnAsync(10, "burn");

        (await two.BalanceAsync()).Balance.Available.ShouldBe(0);
        (await two.OutcomeAsync("burn")).Event.ShouldBeOfType<MemberEvent.PointsBurned>();
        (await two.BurnAsync(10, "burn")).IsReplay.ShouldBeTrue();
        await one.EarnAsync(10, "earn 2");
        (await two.BurnAsync(10, "burn 2")).Event!.Revision.ShouldBe(5);
    }

    private static async Task HammerAsync(LedgerRig node, AnswerBook book, Random random)
    {
        for (var i = 0; i < RequestsATill; i++)
        {
            var member = $"m{random.Next(MemberCount)}";
            var id = random.Next(80);
            switch (random.Next(10))
            {
                case 0:
                    await book.ReadBalanceAsync(node, member);
                    break;
                case 1:
                    await book.ReadOutcomeAsync(node, member, $"earn {id}");
                    break;
                case 2:
                    await book.SendAsync(node, new SentRequest(member, $"burn {id}", SentKind.Burn, 10));
                    break;
                case 3:
                    await book.SendAsync(node, new SentRequest(member, $"return {id}", SentKind.Return, 7));
                    break;
                case 4:
                    await book.SendAsync(node, new SentRequest(member, $"undo {id}", SentKind.Reverse, 0,
                        $"earn {id}"));
                    break;
                case 5:
                    await book.SendAsync(node, new SentRequest(member, $"earn {id}", SentKind.Cancel));
                    break;
                default:
                    await book.SendAsync(node, new SentRequest(member, $"earn {id}", SentKind.Earn, 6));
                    break;
            }
        }
    }
}
