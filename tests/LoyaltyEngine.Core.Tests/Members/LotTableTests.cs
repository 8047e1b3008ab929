using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members;

public sealed class LotTableTests
{
    [Fact]
    public void Apply_ThousandsOfRandomChanges_IsWhatASortedListIs() =>
        Laws.Hold(Changes(1_500), 25, drawn =>
        {
            var table = new LotTable();
            var naive = new List<Lot>();
            foreach (var (lot, expiry, points) in drawn)
            {
                var change = new LotChange(lot, points, ExpireTime(expiry));
                var open = naive.Find(open => open.Id == lot && open.ExpireTime == change.ExpireTime);
                table.PointsOf(lot, change.ExpireTime).ShouldBe(open.Points);
                if (open.Points + points < 0)
                {
                    Should.Throw<CorruptMemberException>(() => table.Apply(change));
                    continue;
                }

                table.Apply(change);
                naive.Remove(open);
                if (open.Points + points > 0)
                    naive.Add(new Lot(lot, open.Points + points, change.ExpireTime));
                naive = [.. naive.OrderBy(lot => lot.ExpireTime).ThenBy(lot => lot.Id)];
                table.Open.SequenceEqual([.. naive]).ShouldBeTrue();
                table.Points.ShouldBe(naive.Sum(lot => lot.Points));
            }
        });

    [Fact]
    public void Apply_TakingFromTheFrontAndOpeningBehind_IsWhatAQueueIs()
    {
        // The usual life of a member: the table slides along its array and makes room again and again.
        var table = new LotTable();
        var opened = 0;
        for (var round = 0; round < 2_000; round++)
        {
            for (var i = 0; i < round % 7; i++)
                table.Apply(new LotChange(++opened, 5, LedgerTime.Never));
            for (var i = 0; i < round % 5 && table.Open.Length > 0; i++)
                table.Apply(new LotChange(table.Open[0].Id, -5, LedgerTime.Never));

            var first = opened - table.Open.Length + 1;
            table.Open.ToArray().Select(lot => lot.Id)
                .ShouldBe(Enumerable.Range(first, table.Open.Length).Select(id => (long)id));
            table.Points.ShouldBe(5 * table.Open.Length);
        }
    }

    [Fact]
    public void Apply_AfterRestore_GoesOn()
    {
        for (var count = 0; count < 20; count++)
        {
            var table = new LotTable();
            table.Restore([.. Enumerable.Range(1, count).Select(id => new Lot(id * 2, id, LedgerTime.Never))]);
            table.Points.ShouldBe(count * (count + 1) / 2);
            for (var id = 1; id <= (2 * count) + 1; id += 2)
                table.Apply(new LotChange(id, 1, LedgerTime.Never));

            table.Open.ToArray().Select(lot => lot.Id)
                .ShouldBe(Enumerable.Range(1, (2 * count) + 1).Select(id => (long)id));
        }
    }

    [Fact]
    public void Apply_NoPoints_LeavesTheTableAsItIs()
    {
        var table = new LotTable();
        table.Apply(Entry.Lot(1, 0));
        table.Apply(Entry.Lot(1, 5));
        table.Apply(Entry.Lot(1, 0));

        table.Open.ToArray().ShouldBe([new Lot(1, 5, LedgerTime.Never)]);
    }

    [Fact]
    public void Restore_LotsThatWereNeverWrittenSo_IsCorrupt()
    {
        Lot[][] damaged =
        [
            [new(1, 0, LedgerTime.Never)],
            [new(1, -1, LedgerTime.Never)],
            [new(2, 1, LedgerTime.Never), new(1, 1, LedgerTime.Never)],
            [new(1, 1, LedgerTime.Never), new(1, 1, LedgerTime.Never)],
            [new(1, 1, LedgerTime.Never), new(2, 1, new LedgerTime(5))],
        ];
        foreach (var lots in damaged)
            Should.Throw<CorruptMemberException>(() => new LotTable().Restore(lots));
    }

    // Few lots and expiries, so that changes meet; more is put in than taken out, so that the table grows.
    private static Arbitrary<(int Lot, int Expiry, int Points)[]> Changes(int countMax) =>
        Gen.Choose(0, countMax).SelectMany(count => Gen.ArrayOf(
            from lot in Gen.Frequency((1, Gen.Choose(1, 6)), (1, Gen.Choose(1, 150)))
            from expiry in Gen.Choose(0, 3)
            from points in Gen.Frequency((3, Gen.Choose(1, 9)), (2, Gen.Choose(-9, -1)))
            select (lot, expiry, points),
            count)).ToArbitrary();

    private static LedgerTime ExpireTime(int expiry) => expiry == 0 ? LedgerTime.Never : new LedgerTime(-1 + expiry);
}
