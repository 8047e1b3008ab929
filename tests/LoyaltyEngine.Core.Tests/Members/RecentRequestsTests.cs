using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members;

public sealed class RecentRequestsTests
{
    [Fact]
    public void Find_ThousandsOfAdds_IsWhatAListFinds() =>
        Laws.Hold(Gen.ArrayOf(Gen.Choose(0, 40), 3_000).ToArbitrary(), 2, prints =>
        {
            var recent = new RecentRequests();
            var naive = new List<uint>();
            foreach (var print in prints)
            {
                recent.Add(KeyOf(print));
                naive.Add((uint)print);
                ShouldAgree(recent, naive);
            }
        });

    [Fact]
    public void Find_RestoredAtAnyRevision_GoesOnAsIfNeverStored()
    {
        for (var cut = 0; cut <= 100; cut++)
        {
            var before = new RecentRequests();
            var naive = new List<uint>();
            for (var i = 0; i < cut; i++)
                Add(before, naive, i);

            var recent = new RecentRequests();
            recent.Restore(cut, before.ToArray());
            ShouldAgree(recent, naive);
            for (var i = 0; i < 80; i++)
            {
                Add(recent, naive, cut + i);
                ShouldAgree(recent, naive);
            }
        }
    }

    [Fact]
    public void Find_OfNothing_IsNothing()
    {
        var recent = new RecentRequests();

        recent.FindBefore(1, 0).ShouldBe(0);
        recent.FindBefore(long.MaxValue, 0).ShouldBe(0);
        recent.Floor.ShouldBe(0);
        recent.ToArray().ShouldBeEmpty();
    }

    [Fact]
    public void Restore_OtherThanTheLastEntries_IsCorrupt()
    {
        (long, int)[] impossible = [(0, 1), (-1, 0), (3, 2), (3, 4), (32, 31), (33, 33), (1000, 0)];
        foreach (var (revision, count) in impossible)
            Should.Throw<CorruptMemberException>(() => new RecentRequests().Restore(revision, new uint[count]));
    }

    private static void Add(RecentRequests recent, List<uint> naive, int i)
    {
        var print = i * 7 % 11;
        recent.Add(KeyOf(print));
        naive.Add((uint)print);
    }

    private static void ShouldAgree(RecentRequests recent, List<uint> naive)
    {
        var floor = Math.Max(0, naive.Count - RecentRequests.CountMax);
        recent.Floor.ShouldBe(floor);
        recent.ToArray().AsSpan().SequenceEqual(naive.Skip(floor).ToArray()).ShouldBeTrue();
        recent.TryGetOldest(out var oldest).ShouldBe(naive.Count >= RecentRequests.CountMax);
        oldest.ShouldBe(naive.Count >= RecentRequests.CountMax ? naive[floor] : 0);

        // Every place from which to look, for a fingerprint that is remembered, one that is too old and one that is
        // none.
        for (var revision = 1; revision <= naive.Count + 1; revision += naive.Count > 100 ? 17 : 1)
        {
            foreach (var print in (uint[])[naive.Count > 0 ? naive[^1] : 0, naive.Count > 0 ? naive[0] : 0, 99])
            {
                var found = 0;
                for (var candidate = floor + 1; candidate < revision; candidate++)
                {
                    if (naive[candidate - 1] == print)
                        found = candidate;
                }

                recent.FindBefore(revision, KeyOf((int)print)).ShouldBe(found);
            }
        }
    }

    // Only the upper half is remembered; the lower one is whatever it is.
    private static ulong KeyOf(int print) => ((ulong)print << 32) | ((uint)print * 2_654_435_761u);
}
