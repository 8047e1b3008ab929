using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Tests.Simulation;
using LoyaltyEngine.Runtime.Tests.Audit;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Simulation;

/// <summary>The ledger on the embedded log, one fault at a time.</summary>
[Trait("Category", "Laws")]
public sealed class EmbeddedLedgerTests
{
    [Fact]
    public async Task Answer_BeforeItsBatchIsWritten_IsNotGiven()
    {
        var rig = await OpenAsync();
        var flushes = rig.Disk.FlushCount;
        var earn = rig.Ledger.EarnAsync(10, "earn");
        var read = rig.Ledger.BalanceAsync();
        var refused = rig.Ledger.BurnAsync(11, "too much");
        var outcome = rig.Ledger.OutcomeAsync("earn");

        new Task[] { earn, read, refused, outcome }.ShouldAllBe(task => !task.IsCompleted);
        rig.Journal.Writer.RunOnce();

        rig.Disk.FlushCount.ShouldBeGreaterThan(flushes);
        new Task[] { earn, read, refused, outcome }.ShouldAllBe(task => task.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(400)]
    public async Task Request_SentAgainAfterAPowerLoss_IsAnsweredAsBefore(int entriesBetween)
    {
        var rig = await OpenAsync(new LedgerOptions { SnapshotInterval = 16 });
        var first = await rig.DoAsync(ledger => ledger.EarnAsync(10, "first"));
        for (var i = 0; i < entriesBetween; i++)
        {
            await rig.DoAsync(ledger => ledger.EarnAsync(1, $"other {i}"));
            while (rig.Journal.Housekeeper.RunOnce())
            {
            }
        }

        rig.Disk.LosePower();
        var next = await rig.RestartAsync();

        foreach (var id in new[] { "first", "other 0", $"other {entriesBetween - 1}" })
            (await next.DoAsync(ledger => ledger.OutcomeAsync(id))).Event.ShouldNotBeNull(id);
        var again = await next.DoAsync(ledger => ledger.EarnAsync(10, "first"));
        again.IsReplay.ShouldBeTrue();
        LedgerRig.Bytes(again.Event).ShouldBe(LedgerRig.Bytes(first.Event));
        (await next.DoAsync(ledger => ledger.EarnAsync(1, "other 0"))).IsReplay.ShouldBeTrue();
        (await next.DoAsync(ledger => ledger.BalanceAsync())).Balance.Available.ShouldBe(10 + entriesBetween);
    }

    [Fact]
    public async Task Flush_Fails_NothingIsServedAndTheNextStartDecides()
    {
        var rig = await OpenAsync();
        await rig.DoAsync(ledger => ledger.EarnAsync(10, "kept"));
        rig.Disk.FailingFlush = rig.Disk.FlushCount + 1;

        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.EarnAsync(5, "unknown")));
        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.BalanceAsync()));
        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.ListAsync()));
        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.EarnAsync(5, "new")));
        rig.Disk.LosePower();

        var next = await rig.RestartAsync();
        var held = await next.DoAsync(ledger => ledger.OutcomeAsync("unknown"));
        (await next.DoAsync(ledger => ledger.EarnAsync(5, "unknown"))).IsReplay.ShouldBe(held.Event is not null);
        (await next.DoAsync(ledger => ledger.BalanceAsync())).Balance.Available.ShouldBe(15);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disk_WritesNoMore_NothingIsServedAndNothingIsLost(bool isFull)
    {
        var rig = await OpenAsync();
        await rig.DoAsync(ledger => ledger.EarnAsync(10, "kept"));
        if (isFull)
            rig.Disk.Capacity = 0;
        else
            rig.Disk.NextWriteIsShort = true;

        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.EarnAsync(5, "unknown")));
        await Should.ThrowAsync<JournalFailedException>(() => rig.DoAsync(ledger => ledger.BalanceAsync()));
        rig.Disk.Capacity = long.MaxValue;
        var next = await rig.RestartAsync();

        (await next.DoAsync(ledger => ledger.EarnAsync(10, "kept"))).IsReplay.ShouldBeTrue();
        await next.DoAsync(ledger => ledger.EarnAsync(5, "unknown"));
        (await next.DoAsync(ledger => ledger.BalanceAsync())).Balance.Available.ShouldBe(15);
    }

    [Fact]
    public async Task Segment_DamagedInTheMiddle_IsNotOpened()
    {
        var rig = await OpenAsync();
        for (var i = 0; i < 30; i++)
            await rig.DoAsync(ledger => ledger.EarnAsync(1, $"earn {i}"));
        rig.Disk.Restart();
        var segment = rig.Disk.List().Single(name => name.EndsWith(".log", StringComparison.Ordinal));
        var bytes = rig.Disk.Read(segment);
        var content = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        bytes[content / 2] ^= 0x40;
        rig.Disk.Put(segment, bytes);

        var refused = Should.Throw<JournalCorruptException>(() => EmbeddedRig.OpenJournal(rig.Disk));

        refused.Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task Identifier_ClaimedByTwoWhoBothSawItFree_BelongsToTheFirst()
    {
        var blind = default(BlindJournal);
        var rig = await EmbeddedRig.OpenAsync(
            new SimulatedDisk(1), seenThrough: journal => blind = new BlindJournal(journal) { LooksInVain = 3 });
        var first = rig.Ledger.EnrolAsync("bea", "enrol", "card", "mail");
        var second = rig.Ledger.EnrolAsync("cid", "enrol", "mail");
        while (rig.Journal.Writer.RunOnce())
        {
        }

        blind!.LooksInVain.ShouldBe(0);
        (await first).Event.ShouldNotBeNull();
        (await second).Rejection.ShouldNotBeNull().Reason.ShouldBe(RejectionReason.IdentifierTaken);
        (await FeedAudit.ReadAsync(rig.Journal)).Keys.ShouldBe(["bea"]);
        (await rig.DoAsync(ledger => ledger.BalanceAsync("cid"))).IsEnrolled.ShouldBeFalse();
    }

    [Fact]
    public async Task Queue_IsFull_RefusesAsOverloadAndServesTheSameRequestLater()
    {
        var disk = new SimulatedDisk(1);
        var rig = await EmbeddedRig.OpenAsync(disk, EmbeddedRig.OpenJournal(disk, queueCountMax: 4));
        await rig.DoAsync(ledger => ledger.EnrolAsync());
        var calls = Enumerable.Range(0, 10).Select(i => rig.Ledger.EarnAsync(1, $"earn {i}")).ToArray();
        while (rig.Journal.Writer.RunOnce())
        {
        }

        calls.Count(call => call.IsCompletedSuccessfully).ShouldBe(4);
        foreach (var call in calls.Where(call => call.IsFaulted))
            await Should.ThrowAsync<NodeOverloadedException>(() => call);
        for (var i = 0; i < calls.Length; i++)
        {
            var again = await rig.DoAsync(ledger => ledger.EarnAsync(1, $"earn {i}"));
            again.IsReplay.ShouldBe(calls[i].IsCompletedSuccessfully);
        }

        (await rig.DoAsync(ledger => ledger.BalanceAsync())).Balance.Available.ShouldBe(10);
    }

    private static async Task<EmbeddedRig> OpenAsync(LedgerOptions? options = null)
    {
        var rig = await EmbeddedRig.OpenAsync(new SimulatedDisk(1), options: options);
        await rig.DoAsync(ledger => ledger.EnrolAsync());
        return rig;
    }
}
