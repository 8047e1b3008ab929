using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tests.Members.Model;
using LoyaltyEngine.Core.Tiers;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

public sealed class MemberSnapshotTests
{
    private const int LotCountOffset = 49;

    // Made by hand from the table in MemberSnapshot. Version 1 ended here: it is no longer read, nor mistaken.
    private const string Version1 = """
        01
        0500000000000000
        15cd5b0700000000
        0200000000000000
        fbffffffffffffff
        0000000000000000
        02000000
        0300000000000000 0a00000000000000 00e40b5402000000
        0400000000000000 00a0724e18090000 ffffffffffffff7f
        01000000
        0100000000000000
        05000000
        78563412 00000000 ffffffff 01000000 000000f0
        """;

    // Made by hand as well. Version 2 ended here.
    private static readonly string s_version2 = "02" + Version1[2..] + """
        98500000
        2c01000000000000
        01
        0400000000000000
        02000000
        03000000 aabbcc
        00000000
        """;

    // Made by hand as well. Version 3 ended here.
    private static readonly string s_version3 = "03" + s_version2[2..] + """
        02000000
        0200000000000000 0700000000000000 0300000000000000 0000000000000000 00
        02000000
        00000000 e803000000000000 0000000000000000
        05000000 0000000000000000 f401000000000000
        0300000000000000 6400000000000000 0000000000000000 0200000000000000 01
        00000000
        """;

    // Made by hand as well. Version 4 ended here.
    private static readonly string s_version4 = "04" + s_version3[2..] + """
        01000000
        0400000000000000 0900000000000000 00e40b5402000000 00c817a804000000
        0000000000000000
        02000000
        0300000000000000 0500000000000000 00e40b5402000000
        0200000000000000 0000000000000000 00e40b5402000000
        """;

    // Made by hand as well, with the last entry that forgave points of each sale. Version 5 ended here.
    private static readonly string s_version5 = ("05" + s_version4[2..] + """
        01000000
        0500000000000000 00c817a804000000 01
        02000000
        0300000000000000 0400000000000000 00e40b5402000000
        0400000000000000 0200000000000000 ffffffffffffff7f
        01000000
        0400000000000000 00c817a804000000 0100000000000000 0700000000000000 01
        02000000 7234
        01000000
        01000000 31 e803000000000000 0000000000000000
        """)
        .Replace("0300000000000000 0000000000000000 00", "0300000000000000 0000000000000000 0000000000000000 00",
            StringComparison.Ordinal)
        .Replace("0000000000000000 0200000000000000 01\n", "0000000000000000 0200000000000000 0400000000000000 01\n",
            StringComparison.Ordinal);

    // Made by hand as well. Version 9 ended here. With a number of purchases, with debts
    // repaid and written off in place of a debt of 0, and at its end the last activities.
    private static readonly string s_version9 = ("09" + s_version5[2..] + """

        01
        02000000
        0000000000000000 00e40b5402000000 0000000000000000 00
        0400000000000000 00c817a804000000 00e40b5402000000 01
        0100000000000000 0700000000000000
        0000000000000000
        """)
        .Replace(
            "fbffffffffffffff\n0000000000000000\n",
            """
            fbffffffffffffff
            02000000
            00000000
            01000000
            0400000000000000 0200000000000000 0500000000000000 0a00000000000000 0100000000000000
            01000000
            0300000000000000 0100000000000000

            """,
            StringComparison.Ordinal);

    // Made by hand as well, and permanent as long as MemberFold.Version is 10.
    private static readonly string s_version10 = "0a" + s_version9[2..] + """

        01
        00 01 00
        02000000
        0000000000000000 00e40b5402000000 00c817a804000000 0700000000000000 00000000
        00e40b5402000000 00c817a804000000 ffffffffffffff7f 0300000000000000 04000000 676f6c64
        00c817a804000000 06000000 73696c766572
        01000000
        00e40b5402000000 00c817a804000000 01000000 78
        00e40b5402000000 ffffffffffffff7f 04000000 676f6c64
        00c817a804000000
        """;

    [Fact]
    public void Read_BytesOfVersion10MadeByHand_IsThatMember()
    {
        var bytes = Hex(s_version10);

        var member = MemberSnapshot.Read(bytes).ShouldNotBeNull();

        member.Revision.ShouldBe(5);
        member.LastRecordTime.ShouldBe(new LedgerTime(123_456_789));
        member.IsEnrolled.ShouldBeTrue();
        (member.EnrolRevision, member.EnrolTime, member.PurchaseCount).ShouldBe((2, new LedgerTime(-5), 2));
        member.Balance.ShouldBe(new Balance(10_000_000_000_010, Pending: 9, Reserved: 6, 0));
        member.Activities.All.ToArray().ShouldBe(
        [
            new Activity(0, new Lapse(new LedgerTime(10_000_000_000), default, false)),
            new Activity(4, new Lapse(new LedgerTime(20_000_000_000), new LedgerTime(10_000_000_000), true)),
        ]);
        member.Lapse.ShouldBe(member.Activities.All[1].Lapse);
        member.LapsingPoints.ShouldBe(0);
        member.Expired.ForgottenLot.ShouldBe(0);
        member.Debts.Open.Length.ShouldBe(0);
        member.Debts.Repaid.ToArray().ShouldBe(
            [new RepaidDebt(4, new Debt(2, 5, new LedgerTime(10)) { Source = 1 })]);
        member.Debts.WrittenOff.ToArray().ShouldBe([new WrittenOffDebt(3, 1)]);
        (member.Activities.LapsedLot, member.Activities.LapsedTime).ShouldBe((1, new LedgerTime(7)));
        member.Lots.Open.ToArray().ShouldBe(
            [new Lot(3, 10, new LedgerTime(10_000_000_000)), new Lot(4, 10_000_000_000_000, LedgerTime.Never)]);
        member.Reversed.ToArray().ShouldBe([1]);
        (member.AdjustmentDay, member.AdjustedPoints).ShouldBe((20_632, 300));
        member.Status.ShouldBe(MemberStatus.Blocked);
        member.ProfileRevision.ShouldBe(4);
        member.Identifiers.ShouldBe([[0xaa, 0xbb, 0xcc], []]);
        member.SaleReturns.All.Length.ShouldBe(2);
        var partly = member.SaleReturns.Of(2);
        (partly.IsWhole, partly.ClaimedPoints, partly.DebtRestoredPoints, partly.ForgivenPoints)
            .ShouldBe((false, 7, 3, 0));
        partly.Lines.ShouldBe([new ReturnedLine(0, 1_000, 0), new ReturnedLine(5, 0, 500)]);
        var whole = member.SaleReturns.Of(3);
        (whole.IsWhole, whole.ClaimedPoints, whole.DebtRestoredPoints, whole.ForgivenPoints)
            .ShouldBe((true, 100, 0, 2));
        (partly.ForgivenRevision, whole.ForgivenRevision).ShouldBe((0, 4));
        whole.Lines.ShouldBeEmpty();
        member.Pending.Open.ToArray().ShouldBe(
            [new PendingLot(4, 9, new LedgerTime(10_000_000_000), new LedgerTime(20_000_000_000))]);
        member.Expired.All.ToArray().ShouldBe(
        [
            new ExpiredLot(3, 5, new LedgerTime(10_000_000_000)),
            new ExpiredLot(2, 0, new LedgerTime(10_000_000_000)),
        ]);
        var reservation = member.Reservations.Open.ToArray().ShouldHaveSingleItem();
        (reservation.Id, reservation.EndTime, reservation.LotsExpire)
            .ShouldBe((5, new LedgerTime(20_000_000_000), true));
        reservation.Lots.Open.ToArray().ShouldBe(
            [new Lot(3, 4, new LedgerTime(10_000_000_000)), new Lot(4, 2, LedgerTime.Never)]);
        var waiting = member.WaitingReturns.All.ToArray().ShouldHaveSingleItem();
        waiting.Parts.ShouldBe([new ReturnPart("1", 1_000, 0)]);
        waiting.ShouldBe(new WaitingReturn(
            4, "r4", waiting.Parts, new LedgerTime(20_000_000_000), new LedgerTime(1), 7, ShortfallPolicy.Forgive));
        for (var revision = 1L; revision <= 5; revision++)
        {
            uint[] fingerprints = [0x12345678, 0, 0xffffffff, 1, 0xf0000000];
            member.RecentRequests.FindBefore(6, (ulong)fingerprints[revision - 1] << 32).ShouldBe(revision);
        }

        member.Tier.Counting.ShouldBe(new TierCounting(TierBasis.Points, TierPeriod.AnniversaryYear, 0));
        member.Tier.Counts.ToArray().ShouldBe(
        [
            new TierCount(default, new LedgerTime(10_000_000_000), new LedgerTime(20_000_000_000), 7),
            new TierCount(new LedgerTime(10_000_000_000), new LedgerTime(20_000_000_000), LedgerTime.Never, 3)
            {
                KeptTierId = "gold",
            },
        ]);
        member.Tier.Held.ShouldBe(new TierHold("silver", new LedgerTime(20_000_000_000)));
        member.Tier.Floors.ToArray().ShouldBe(
            [new TierPromise("x", new LedgerTime(10_000_000_000), new LedgerTime(20_000_000_000))]);
        member.Tier.Grant.ShouldBe(new TierPromise("gold", new LedgerTime(10_000_000_000), LedgerTime.Never));
        member.Tier.ReviewTime.ShouldBe(new LedgerTime(20_000_000_000));
        MemberSnapshot.Write(member).ShouldBe(bytes);
    }

    [Fact]
    public void Read_BytesOfEarlierVersionsMadeByHand_IsNull()
    {
        MemberSnapshot.Read(Hex(Version1)).ShouldBeNull();
        MemberSnapshot.Read(Hex(s_version2)).ShouldBeNull();
        MemberSnapshot.Read(Hex(s_version3)).ShouldBeNull();
        MemberSnapshot.Read(Hex(s_version4)).ShouldBeNull();
        MemberSnapshot.Read(Hex(s_version5)).ShouldBeNull();
        MemberSnapshot.Read(Hex(s_version9)).ShouldBeNull();
    }

    [Fact]
    public void Write_MemberWithoutEntries_IsVersionAndZeros() =>
        MemberSnapshot.Write(new Member()).ShouldBe([10, .. new byte[115]]);

    [Fact]
    public void Version_OfTheFold_IsTheOneOfTheFixtures() => MemberFold.Version.ShouldBe((byte)10);

    [Fact]
    public void Read_OtherVersion_IsNull()
    {
        var bytes = MemberSnapshot.Write(Rich().Member);
        for (var version = 0; version <= byte.MaxValue; version++)
        {
            bytes[0] = (byte)version;
            (MemberSnapshot.Read(bytes) is null).ShouldBe(version != MemberFold.Version);
        }

        MemberSnapshot.Read([1]).ShouldBeNull();
    }

    [Fact]
    public void Read_AnyPrefix_IsCorrupt()
    {
        var bytes = MemberSnapshot.Write(Rich().Member);
        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<CorruptMemberException>(() => MemberSnapshot.Read(bytes.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void Read_BytesAfterTheEnd_IsCorrupt()
    {
        byte[] bytes = [.. MemberSnapshot.Write(Rich().Member), 0];

        Should.Throw<CorruptMemberException>(() => MemberSnapshot.Read(bytes));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(500_000)]
    [InlineData(100_000_000)]
    public void Read_OtherCount_IsCorruptAndAllocatesLittle(int count)
    {
        // Two lots, two undone entries, and their counts where the table says.
        var whole = MemberSnapshot.Write(Enrolled().And(Earn(1)).And(Earn(2)).And(Earn(3)).And(Earn(4))
            .And(Reverse(2), 2).And(Reverse(3), 3).Member);
        var reversedCountOffset = LotCountOffset + 4 + (2 * 24);
        var recentCountOffset = reversedCountOffset + 4 + (2 * 8);
        foreach (var offset in (int[])[LotCountOffset, reversedCountOffset, recentCountOffset])
        {
            var bytes = whole.ToArray();
            BitConverter.TryWriteBytes(bytes.AsSpan(offset), count).ShouldBeTrue();

            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<CorruptMemberException>(() => MemberSnapshot.Read(bytes), $"count at {offset}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
        }
    }

    [Fact]
    public void Read_AnyFlippedBit_IsCorruptOrOtherwiseCanonical()
    {
        var whole = MemberSnapshot.Write(Rich().Member);
        for (var bit = 8; bit < whole.Length * 8; bit++)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            ShouldBeCorruptOrCanonical(bytes);
        }
    }

    [Fact]
    public void Read_AnyByteReplaced_IsCorruptOrOtherwiseCanonical()
    {
        var whole = MemberSnapshot.Write(Rich().Member);
        for (var offset = 1; offset < whole.Length; offset++)
        {
            foreach (var value in (byte[])[0, 1, 0x7f, 0x80, 0xff])
            {
                var bytes = whole.ToArray();
                bytes[offset] = value;
                ShouldBeCorruptOrCanonical(bytes);
            }
        }
    }

    [Fact]
    public void Read_AnyBytesOfThisVersion_IsCorruptOrCanonical()
    {
        var anyByte = Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 4)), (1, Gen.Choose(0, 255)));
        var anyBytes = Gen.Choose(0, 200).SelectMany(count => Gen.ArrayOf(anyByte, count)).ToArbitrary();
        Laws.Hold(anyBytes, 3_000, tail =>
            ShouldBeCorruptOrCanonical([MemberFold.Version, .. tail.Select(value => (byte)value)]));
    }

    [Fact]
    public void Read_HistoriesWithDamage_IsCorruptOrCanonical() =>
        Laws.Hold(Arb.Zip(Histories.OfUpTo(100), Gen.Choose(0, int.MaxValue).Four().ToArbitrary()), 1_000, drawn =>
        {
            var history = new History();
            var live = new LiveMember();
            foreach (var step in drawn.Item1)
            {
                if (history.Next(step, live.Entries) is { } request)
                    live.Send(request, CompiledTerms.Of(history.Terms));
            }

            var bytes = MemberSnapshot.Write(live.Member);
            var (first, second, third, fourth) = drawn.Item2;
            bytes[1 + (first % (bytes.Length - 1))] = (byte)second;
            bytes[1 + (third % (bytes.Length - 1))] ^= (byte)(1 << (fourth % 8));
            ShouldBeCorruptOrCanonical(bytes);
        });

    // What is read at all is a state that an undamaged snapshot could hold, so it is written as it was read, and goes
    // on as a member does.
    private static void ShouldBeCorruptOrCanonical(byte[] bytes)
    {
        Member member;
        try
        {
            member = MemberSnapshot.Read(bytes).ShouldNotBeNull();
        }
        catch (CorruptMemberException)
        {
            return;
        }

        MemberSnapshot.Write(member).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        member.Debt.ShouldBeGreaterThanOrEqualTo(0);
        member.Lots.Open.ToArray().ShouldAllBe(lot => lot.Points > 0);
        member.RecentRequests.FindBefore(member.Revision, 0).ShouldBeInRange(0, Math.Max(0, member.Revision - 1));
        member.RecentRequests.TryGetOldest(out _).ShouldBe(member.Revision >= RecentRequests.CountMax);
        if (member.Revision < long.MaxValue)
            member.RecentRequests.Add(7UL << 32);
    }

    // A member with something of everything.
    private static GivenMember Rich()
    {
        var given = Unknown(new Terms(
            ReservationDays: 1, ReservationMaximumDays: 1, WaitDays: 1, IdleDays: 40, IdleNoticeDays: 5))
            .And(Cancel("never")).And(Enrol());
        for (var i = 0; i < 40; i++)
            given.And(Earn(i + 1, $"earn {i}"));
        given.And(Return(900)).And(Earn(30, "repays")).And(WriteOff(5)).And(Earn(500, "last"));
        given.And(Burn(50)).And(Adjust(-7)).And(Reserve(60)).And(Reserve(5))
            .And(ReturnAhead("sale a")).And(ReturnAhead("sale b", new ReturnPart("1", 0, 100)));
        return given.And(Reverse(20), 20).And(Reverse(30), 30);
    }

    private static byte[] Hex(string text) =>
        Convert.FromHexString(text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
}
