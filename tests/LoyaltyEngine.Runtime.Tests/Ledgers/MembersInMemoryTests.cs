using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Tests.Audit;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Members come into memory and are let go of while they are asked: nobody notices.</summary>
[Trait("Category", "Laws")]
public sealed class MembersInMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task Members_FarMoreThanAreHeld_AreAllServedOnManyThreads(int heldMax)
    {
        const int MemberCount = 40;
        var journal = new InMemoryJournal();
        var rig = await LedgerRig.OpenAsync(
            journal, new LedgerOptions { MembersHeldMax = heldMax, SnapshotInterval = 5 });
        var book = new AnswerBook();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(till => Task.Run(async () =>
        {
            var random = new Random(till);
            for (var i = 0; i < 400; i++)
            {
                var member = $"m{random.Next(MemberCount)}";
                var id = $"{random.Next(60)}";
                switch (random.Next(8))
                {
                    case < 2:
                        await book.SendAsync(rig, new SentRequest(member, "enrol", SentKind.Enrol));
                        break;
                    case 2:
                        await book.ReadBalanceAsync(rig, member);
                        break;
                    case 3:
                        await book.ReadOutcomeAsync(rig, member, $"earn {id}");
                        break;
                    case 4:
                        await book.SendAsync(rig, new SentRequest(member, $"burn {id}", SentKind.Burn, 5));
                        break;
                    default:
                        await book.SendAsync(rig, new SentRequest(member, $"earn {id}", SentKind.Earn, 4));
                        break;
                }
            }
        })));

        var members = await FeedAudit.ReadAsync(journal);
        foreach (var (member, entries) in members)
            book.Audit(member, entries);
        book.AcceptedCount.ShouldBe(members.Values.Sum(entries => entries.Count));
    }

    [Fact]
    public async Task Member_WithEntriesInFlight_IsNotLetGo()
    {
        var journal = new HeldJournal();
        var rig = await LedgerRig.OpenAsync(journal, new LedgerOptions { MembersHeldMax = 1 });
        await rig.EnrolAsync();
        journal.Holds = true;
        var earn = rig.EarnAsync(10, "earn");
        for (var i = 0; i < 20; i++)
            await rig.BalanceAsync($"nobody {i}");

        var again = rig.EarnAsync(10, "earn");
        var burn = rig.BurnAsync(10, "burn");
        journal.Flush();

        (await earn).IsReplay.ShouldBeFalse();
        (await again).IsReplay.ShouldBeTrue();
        (await burn).Event!.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task Members_WithWhatBecameDueByReading_AreLetGo()
    {
        const int MemberCount = 200;
        const int HeldMax = 20;
        var journal = new InMemoryJournal();
        var source = TestProgram.Source.Replace(
            "expiry: never", "expiry: { days: 30 }\npending: { days: 3 }", StringComparison.Ordinal);
        var clock = LedgerRig.NewClock();
        var rig = await LedgerRig.OpenAsync(
            journal, new LedgerOptions { MembersHeldMax = HeldMax }, clock, source);
        for (var i = 0; i < MemberCount; i++)
        {
            await rig.EnrolAsync($"m{i}", $"enrol {i}");
            await rig.EarnAsync(100, $"earn {i}", $"m{i}");
        }

        clock.Advance(TimeSpan.FromDays(4));
        for (var i = 0; i < MemberCount; i++)
            (await rig.BalanceAsync($"m{i}")).Balance.Available.ShouldBe(100);

        rig.Program.Members.Count.ShouldBeLessThanOrEqualTo(HeldMax + 1);
    }

    [Fact]
    public async Task Strangers_AskedFor_AreNotKept()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        for (var i = 0; i < 100; i++)
        {
            await rig.BalanceAsync($"a{i}");
            await rig.OutcomeAsync("id", $"b{i}");
            await rig.EarnAsync(5, "id", $"c{i}");
            await rig.ListAsync($"d{i}");
        }

        rig.Program.Members.Count.ShouldBe(0);
    }
}
