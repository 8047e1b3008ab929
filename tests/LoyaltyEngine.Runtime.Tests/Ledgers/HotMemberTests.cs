using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Tests.Audit;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Law 5: one member, one order, however many ask at once.</summary>
[Trait("Category", "Laws")]
public sealed class HotMemberTests
{
    [Fact]
    public async Task HotMember_HundredsInFlight_AreServedInTheOrderOfTheirArrival()
    {
        var journal = new HeldJournal();
        var rig = await OpenAsync(journal);
        journal.Holds = true;

        var answers = Enumerable.Range(0, 500).Select(i => rig.EarnAsync(1, $"earn {i}")).ToArray();
        journal.Flush();

        (await Task.WhenAll(answers)).Select(answer => answer.Event!.Revision)
            .ShouldBe(Enumerable.Range(2, 500).Select(revision => (long)revision));
        (await rig.BalanceAsync()).Balance.Available.ShouldBe(500);
    }

    [Fact]
    public async Task HotMember_OnManyThreads_IsNeverRefused()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        var book = new AnswerBook();
        await book.SendAsync(rig, new SentRequest(LedgerRig.Ada, "enrol", SentKind.Enrol));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(till => Task.Run(async () =>
        {
            var random = new Random(till);
            for (var i = 0; i < 300; i++)
            {
                var kind = random.Next(6) switch { 0 => SentKind.Burn, 1 => SentKind.Cancel, _ => SentKind.Earn };
                // Half of the ids are sent by several tills at once.
                var id = random.Next(2) == 0 ? $"{kind} {till} {i}" : $"{kind} shared {i}";
                await book.SendAsync(rig, new SentRequest(LedgerRig.Ada, id, kind, kind == SentKind.Burn ? 3 : 2));
                if (random.Next(8) == 0)
                    await book.ReadBalanceAsync(rig, LedgerRig.Ada);
                if (random.Next(8) == 0)
                    await book.ReadOutcomeAsync(rig, LedgerRig.Ada, $"Earn shared {random.Next(300)}");
            }
        })));

        book.Audit(LedgerRig.Ada, await rig.HistoryAsync(pageSize: 500)).Revision.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task EqualFingerprints_OfDifferentRequests_AreToldApart()
    {
        var rig = await OpenAsync(new InMemoryJournal());
        foreach (var (first, second) in CollidingIds.Pairs)
        {
            (await rig.EarnAsync(1, first)).IsReplay.ShouldBeFalse();
            (await rig.OutcomeAsync(second)).Event.ShouldBeNull();
            (await rig.EarnAsync(1, second)).IsReplay.ShouldBeFalse();
            (await rig.EarnAsync(1, first)).IsReplay.ShouldBeTrue();
            (await rig.EarnAsync(1, second)).IsReplay.ShouldBeTrue();
            (await rig.EarnAsync(2, first)).Rejection!.Reason.ShouldBe(RejectionReason.RequestIdReused);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public async Task EqualFingerprints_BothInFlight_AreToldApart(int entriesBetween)
    {
        var journal = new HeldJournal();
        var rig = await OpenAsync(journal);
        journal.Holds = true;
        var (first, second) = CollidingIds.Pairs[0];
        var answers = new List<Task<WriteAnswer>> { rig.EarnAsync(1, first) };
        for (var i = 0; i < entriesBetween; i++)
            answers.Add(rig.EarnAsync(1, $"between {i}"));
        answers.Add(rig.EarnAsync(1, second));
        answers.Add(rig.EarnAsync(1, first));
        journal.Flush();

        var told = await Task.WhenAll(answers);
        told[^2].IsReplay.ShouldBeFalse();
        told[^1].IsReplay.ShouldBeTrue();
        told[^1].Event!.Revision.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task UnflushedRequests_SentAgainAtRandom_AreEachOneEntry(int seed)
    {
        var random = new Random(seed);
        var journal = new HeldJournal();
        var rig = await OpenAsync(journal, new LedgerOptions { SnapshotInterval = 50 });
        var book = new AnswerBook();
        await book.SendAsync(rig, new SentRequest(LedgerRig.Ada, "enrol", SentKind.Enrol));
        journal.Holds = true;
        string[] colliding = [.. CollidingIds.Pairs.SelectMany(pair => new[] { pair.First, pair.Second })];
        var ids = new List<string>();
        var answers = new List<Task>();
        for (var i = 0; i < 1_500; i++)
        {
            var id = random.Next(10) switch
            {
                0 => colliding[random.Next(colliding.Length)],
                < 4 when ids.Count > 0 => ids[random.Next(ids.Count)],
                _ => $"new {i}",
            };
            ids.Add(id);
            answers.Add(random.Next(12) == 0
                ? book.ReadOutcomeAsync(rig, LedgerRig.Ada, id)
                : book.SendAsync(rig, new SentRequest(LedgerRig.Ada, id, SentKind.Earn, 1)));
            if (random.Next(60) == 0)
                journal.Flush(random.Next(150));
        }

        journal.Flush();
        await Task.WhenAll(answers);
        var history = book.Audit(LedgerRig.Ada, await rig.HistoryAsync(pageSize: 500));
        history.Revision.ShouldBe(ids.Where(history.ByRequest.ContainsKey).Distinct().Count() + 1);
    }

    [Fact]
    public async Task JournalIndex_IsBehind_RefusesRatherThanDoubles()
    {
        var journal = new LaggingIndexJournal(new InMemoryJournal());
        var rig = await OpenAsync(journal);
        var first = await rig.EarnAsync(1, "first");
        for (var i = 0; i < 100; i++)
            await rig.EarnAsync(1, $"other {i}");

        journal.IndexedThrough = 10;
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(1, "other 50"));
        await Should.ThrowAsync<NodeOverloadedException>(() => rig.EarnAsync(1, "new"));
        (await rig.EarnAsync(1, "first")).Event!.Revision.ShouldBe(first.Event!.Revision);

        journal.IndexedThrough = long.MaxValue;
        (await rig.EarnAsync(1, "other 50")).IsReplay.ShouldBeTrue();
        (await rig.EarnAsync(1, "new")).IsReplay.ShouldBeFalse();
        rig.Ledger.RequestsUnderWay.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void UnsettledRequests_AtRandom_AgreeWithAList(int seed)
    {
        var random = new Random(seed);
        var unsettled = new UnsettledRequests();
        var model = new List<(long Revision, uint Fingerprint)>();
        for (long revision = 1; revision <= 2_000; revision++)
        {
            var fingerprint = (uint)random.Next(40);
            unsettled.Add(revision, fingerprint);
            model.Add((revision, fingerprint));
            if (random.Next(10) == 0)
            {
                var through = revision - random.Next(60);
                unsettled.ForgetThrough(through);
                model.RemoveAll(kept => kept.Revision <= through);
            }

            var wanted = (uint)random.Next(40);
            unsettled.Find(wanted).ShouldBe(model.LastOrDefault(kept => kept.Fingerprint == wanted).Revision);
            unsettled.First.ShouldBe(model.Count == 0 ? long.MaxValue : model[0].Revision);
        }
    }

    private static async Task<LedgerRig> OpenAsync(IJournal journal, LedgerOptions? options = null)
    {
        var rig = await LedgerRig.OpenAsync(journal, options);
        await rig.EnrolAsync();
        return rig;
    }
}
