using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

public sealed class ManyLotsTests
{
    private const int InFlight = 256;

    [Fact]
    public async Task Earn_MoreLotsThanARecordCouldHold_IsServedAndFoundAgain()
    {
        var journal = new InMemoryJournal();
        var rig = await LedgerRig.OpenAsync(journal);
        await rig.EnrolAsync();
        // A snapshot lists every open lot in 24 bytes.
        const int EarnCount = (Append.BodyBytesMax / 24) + 2_000;
        for (var first = 0; first < EarnCount; first += InFlight)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(first, InFlight).Select(i => rig.EarnAsync(1, $"r{i}")));
            answers.ShouldAllBe(answer => answer.Rejection == null);
        }

        var live = await rig.BalanceAsync();
        var again = await (await LedgerRig.OpenAsync(journal)).BalanceAsync();

        live.Balance.Available.ShouldBeGreaterThan(EarnCount);
        again.ShouldBe(live);
        (await rig.EarnAsync(1, "r0")).IsReplay.ShouldBeTrue();
    }
}
