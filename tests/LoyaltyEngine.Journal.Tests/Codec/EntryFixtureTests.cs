using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>
/// Stored bytes of each kind of entry, made once by hand from <c>entry.proto</c>, without any code of the engine.
/// Formats are permanent: these bytes are in journals out there, so a test that fails here is never mended by changing
/// them.
/// </summary>
public sealed class EntryFixtureTests
{
    private static readonly LedgerTime s_time = new(1_780_000_000_000_000_000);

    private static readonly Basket s_basket = new("GBP",
    [
        new("1", "85123A", ["home", "décor"], 6_000, 1_530),
        new("2", "22423", [], 1_000, 1_275),
    ]);

    [Fact]
    public void MemberEnrolled_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11ffff31b491d4b318
        1a0165
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3001
        a2010b0a030102031202aabb1200
        """,
        new MemberEvent.MemberEnrolled([1, 2, 3], [[0xaa, 0xbb], []])
        {
            Origin = Origin("e", programVersion: 1) with { OccurTime = new(s_time.UnixNanoseconds - 1) },
            BalanceAfter = default,
        });

    [Fact]
    public void PointsEarned_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11006079834bd1b318
        1a03722d31
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        3a0773746f72652031
        420674696c6c2032
        4a09636173686965722033
        5209726563656970742034
        5838
        62040802102e
        6809
        7017
        aa01590a380a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb09
        10f515
        1a0b0a0462617365101418f515
        1a0d0a06646f75626c65100818fa0b
        """,
        new MemberEvent.PointsEarned(s_basket, 2_805, [new("base", 20, 2_805), new("double", 8, 1_530)])
        {
            Origin = Origin("r-1") with
            {
                OccurTime = new(s_time.UnixNanoseconds - 3_600_000_000_000),
                Context = new("store 1", "till 2", "cashier 3", "receipt 4", ""),
            },
            Settlement = new Settlement([new(2, 23, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(23, 0, 0, 0),
        });

    [Fact]
    public void PointsEarned_StoredBytesWithItsClaim_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d31
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5838
        62040802102e
        6809
        7017
        aa016d0a380a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb09
        10f515
        1a0b0a0462617365101418f515
        1a0d0a06646f75626c65100818fa0b
        220408011064
        2209080110641801220101
        2a0102
        """,
        new MemberEvent.PointsEarned(s_basket, 2_805, [new("base", 20, 2_805), new("double", 8, 1_530)])
        {
            Origin = Origin("r-1"),
            Settlement = new Settlement([new(2, 23, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(23, 0, 0, 0),
            Claim = new ClaimSchedule(
                [new(1, 100, RoundingMode.Down, default), new(1, 100, RoundingMode.HalfUp, LineSet.Of(1))],
                LineSet.Of(2)),
        });

    [Fact]
    public void PointsEarned_StoredBytesWithBoundsOfItsClaim_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d31
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5838
        62040802102e
        6809
        7017
        aa01720a380a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb09
        10f515
        1a0b0a0462617365101418f515
        1a0d0a06646f75626c65100818fa0b
        220408011064
        220e08011064180122010128f4033064
        2a0102
        """,
        new MemberEvent.PointsEarned(s_basket, 2_805, [new("base", 20, 2_805), new("double", 8, 1_530)])
        {
            Origin = Origin("r-1"),
            Settlement = new Settlement([new(2, 23, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(23, 0, 0, 0),
            Claim = new ClaimSchedule(
                [new(1, 100, RoundingMode.Down, default), new(1, 100, RoundingMode.HalfUp, LineSet.Of(1))],
                LineSet.Of(2))
            { Bounds = [new ClaimBound(1, 500, 100)] },
        });

    [Fact]
    public void PointsEarned_StoredBytesWithMoreBoundsItsChannelAndPayment_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d31
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5838
        62040802102e
        6809
        7017
        aa0186010a420a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb09
        1a080a04636172641005
        10f515
        1a0b0a0462617365101418f515
        1a0d0a06646f75626c65100818fa0b
        220408011064
        221808011064180122010128f403306438b81740904e48015001
        2a0102
        e20503617070
        """,
        new MemberEvent.PointsEarned(
            s_basket with { Payments = [new("card", 5)] }, 2_805, [new("base", 20, 2_805), new("double", 8, 1_530)])
        {
            Origin = Origin("r-1") with { Context = new("", "", "", "", "app") },
            Settlement = new Settlement([new(2, 23, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(23, 0, 0, 0),
            Claim = new ClaimSchedule(
                [
                    new(1, 100, RoundingMode.Down, default),
                    new(1, 100, RoundingMode.HalfUp, LineSet.Of(1)) { IsOfQuantity = true, IsByLine = true },
                ],
                LineSet.Of(2))
            {
                Bounds =
                [
                    new ClaimBound(1, 500, 100)
                    {
                        MinimumQuantityThousandths = 3_000,
                        MinimumReceiptMinor = 10_000,
                    },
                ],
            },
        });

    [Fact]
    public void PointsBurned_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d32
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        58d704
        620d0802102d19050032b491d4b318
        620608ac0210a904
        70c0843d
        b201080a0347425010ac02
        """,
        new MemberEvent.PointsBurned("GBP", 300)
        {
            Origin = Origin("r-2"),
            Settlement = new Settlement(
                [new(2, -23, new(s_time.UnixNanoseconds + 5)), new(300, -277, LedgerTime.Never)], 0),
            BalanceAfter = new Balance(1_000_000, 0, 0, 0),
        });

    [Fact]
    public void IdentifierAdded_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        d201070a02aabb120101
        """,
        new MemberEvent.IdentifierAdded([0xaa, 0xbb], [1])
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void IdentifierRemoved_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        da01040a02aabb
        """,
        new MemberEvent.IdentifierRemoved([0xaa, 0xbb], [])
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void IdentifierReplaced_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        e2010a0a02aabb1201cc1a0101
        """,
        new MemberEvent.IdentifierReplaced([0xaa, 0xbb], [0xcc], [1])
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void MemberUpdated_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        ea01050a03010203
        """,
        new MemberEvent.MemberUpdated([1, 2, 3])
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void MemberStatusChanged_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        f201050801120166
        """,
        new MemberEvent.MemberStatusChanged(MemberStatus.Blocked, "f")
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void MemberErased_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        700a
        fa0100
        """,
        new MemberEvent.MemberErased
        {
            Origin = Origin("r-6"),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void PurchaseReturned_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11ffffffffffffffff
        1a03722d33
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5837
        6838
        88011c
        ba014c0a380a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb09
        10f515
        1a0b0a0462617365101c18f515
        200c
        """,
        new MemberEvent.PurchaseReturned(s_basket, 2_805, [new("base", 28, 2_805)], 12)
        {
            Origin = Origin("r-3") with { OccurTime = new(-1) },
            Settlement = new Settlement([], 28),
            BalanceAfter = new Balance(0, 0, 0, 28),
        });

    [Fact]
    public void PurchaseReturned_StoredBytesOfASale_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d33
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        581f
        6820
        880110
        ba012f0a050a0347425010f515
        1a0b0a0462617365101c18f515
        200c
        2a140802120310e8071205080118f4031801201c2805
        """,
        new MemberEvent.PurchaseReturned(new Basket("GBP", []), 2_805, [new("base", 28, 2_805)], 12)
        {
            Origin = Origin("r-3"),
            Settlement = new Settlement([], 16),
            BalanceAfter = new Balance(0, 0, 0, 16),
            OfSale = new ReturnOfSale(2, [new(0, 1_000, 0), new(1, 0, 500)], true, 28, 5),
        });

    [Fact]
    public void PurchaseReturned_StoredBytesWithPointsExpired_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d33
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5815
        6816
        88010b
        ba01310a050a0347425010f515
        1a0b0a0462617365101c18f515
        200c
        2a160802120310e8071205080118f4031801201c28053005
        """,
        new MemberEvent.PurchaseReturned(new Basket("GBP", []), 2_805, [new("base", 28, 2_805)], 12)
        {
            Origin = Origin("r-3"),
            Settlement = new Settlement([], 11),
            BalanceAfter = new Balance(0, 0, 0, 11),
            OfSale = new ReturnOfSale(2, [new(0, 1_000, 0), new(1, 0, 500)], true, 28, 5) { ExpiredPoints = 5 },
        });

    [Fact]
    public void PurchaseExchanged_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a04722d3130
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        580e
        620408021027
        62040809102c
        6809
        7016
        fa038501
        0a2d0a050a0347425010f5151a0b0a0462617365101c18f5152a140802120310e8071205080118f4031801201c2805
        12500a380a03474250121f0a013112063835313233411a04686f6d651a0664c3a9636f7220f02e28fa0b
        12100a01321205323234323320e80728fb0910f5151a0b0a0462617365102318f515220408011064
        18012010
        """,
        new MemberEvent.PurchaseExchanged(
            new MemberEvent.PurchaseReturned(new Basket("GBP", []), 2_805, [new("base", 28, 2_805)], 0)
            {
                Origin = Origin("r-10"),
                Settlement = new Settlement([new(2, -20, LedgerTime.Never)], 8),
                BalanceAfter = new Balance(22, 0, 0, 0),
                OfSale = new ReturnOfSale(2, [new(0, 1_000, 0), new(1, 0, 500)], true, 28, 5),
            },
            new MemberEvent.PointsEarned(s_basket, 2_805, [new("base", 35, 2_805)])
            {
                Origin = Origin("r-10"),
                Settlement = new Settlement([new(9, 22, LedgerTime.Never)], -13),
                BalanceAfter = new Balance(22, 0, 0, 0),
                Claim = new ClaimSchedule([new(1, 100, RoundingMode.Down, default)], default),
            })
        {
            Origin = Origin("r-10"),
            Settlement = new Settlement([new(2, -20, LedgerTime.Never), new(9, 22, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(22, 0, 0, 0),
        });

    [Fact]
    public void PointsActivated_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        62160802102719000032b491d4b31821000032b491d4b318
        620d0802101e19000032b491d4b318
        6809
        700f
        ea0300
        """,
        new MemberEvent.PointsActivated
        {
            Origin = Origin("r-9"),
            Settlement = new Settlement(
                [
                    new(2, -20, Origin("").RecordTime) { ActivateTime = Origin("").RecordTime },
                    new(2, 15, Origin("").RecordTime),
                ],
                -5),
            BalanceAfter = new Balance(15, 0, 0, 0),
        });

    [Fact]
    public void PointsExpired_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        581d
        620d0802101d19000032b491d4b318
        f20300
        """,
        new MemberEvent.PointsExpired
        {
            Origin = Origin("r-9"),
            Settlement = new Settlement([new(2, -15, Origin("").RecordTime)], 0),
            BalanceAfter = default,
        });

    [Fact]
    public void PointsReserved_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        62040802101d
        62060802101e2809
        7005
        80010f
        8204140a03474250100f186421000032b491d4b3182801
        """,
        new MemberEvent.PointsReserved("GBP", 15, Origin("").RecordTime)
        {
            PointsPerCurrencyUnit = 100,
            LotsExpire = true,
            Origin = Origin("r-9"),
            Settlement = new Settlement(
                [new(2, -15, LedgerTime.Never), new(2, 15, LedgerTime.Never) { Reservation = 9 }], 0),
            BalanceAfter = new Balance(5, 0, 15, 0),
        });

    [Fact]
    public void ReservationReleased_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        62060802101d2809
        620408021014
        6809
        700a
        8a04040809100f
        """,
        new MemberEvent.ReservationReleased(9, 15)
        {
            Origin = Origin("r-9"),
            Settlement = new Settlement(
                [new(2, -15, LedgerTime.Never) { Reservation = 9 }, new(2, 10, LedgerTime.Never)], -5),
            BalanceAfter = new Balance(10, 0, 0, 0),
        });

    [Fact]
    public void ReservationExtended_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        80010f
        92040b080911000032b491d4b318
        """,
        new MemberEvent.ReservationExtended(9, Origin("").RecordTime)
        {
            Origin = Origin("r-9"),
            BalanceAfter = new Balance(0, 0, 15, 0),
        });

    [Fact]
    public void ReturnAwaitsSale_StoredBytes_AreReadAndWritten()
    {
        var waits = new MemberEvent.ReturnAwaitsSale(
            "sale",
            [new ReturnPart("1", 500, 0), new ReturnPart("2", 0, 0)],
            Origin("").RecordTime,
            ShortfallPolicy.Forgive)
        {
            Origin = Origin("r-9"),
            BalanceAfter = new Balance(5, 0, 0, 0),
        };
        ShouldBeStoredAs(
            """
            09000032b491d4b318
            11000032b491d4b318
            1a03722d39
            2210000102030405060708090a0b0c0d0e0f
            2a0474696c6c
            3007
            7005
            9a041e
            0a0473616c65
            12060a013110f403
            12030a0132
            19000032b491d4b318
            2001
            """,
            waits);
    }

    [Fact]
    public void WaitingReturnEnded_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        7005
        a2040408071002
        """,
        new MemberEvent.WaitingReturnEnded(7, WaitingReturnEnd.ExceedsSale)
        {
            Origin = Origin("r-9"),
            BalanceAfter = new Balance(5, 0, 0, 0),
        });

    [Fact]
    public void RequestCancelled_StoredBytesWithLocalTime_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        7005
        9001a038
        9a01053230323562
        ca0100
        """,
        new MemberEvent.RequestCancelled
        {
            Origin = Origin("r-9") with { UtcOffsetSeconds = 3_600, TzVersion = "2025b" },
            BalanceAfter = new Balance(5, 0, 0, 0),
        });

    [Fact]
    public void PointsBurned_StoredBytesOfAReservation_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5813
        6206080210132809
        6206080210092809
        62040802100a
        7005
        b2010b0a03474250100a18092005
        """,
        new MemberEvent.PointsBurned("GBP", 10)
        {
            Reservation = 9,
            ReleasedPoints = 5,
            Origin = Origin("r-9"),
            Settlement = new Settlement(
                [
                    new(2, -10, LedgerTime.Never) { Reservation = 9 },
                    new(2, -5, LedgerTime.Never) { Reservation = 9 },
                    new(2, 5, LedgerTime.Never),
                ],
                0),
            BalanceAfter = new Balance(5, 0, 0, 0),
        });

    [Fact]
    public void PointsReversed_StoredBytesWithPointsNetted_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d34
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        58ac04
        620608ac0210aa04
        6801
        70ac02
        c2010c080310012805320408021006
        """,
        new MemberEvent.PointsReversed(3, WasBurn: true, 0)
        {
            Origin = Origin("r-4"),
            Settlement = new Settlement([new(300, 277, LedgerTime.Never)], -1),
            BalanceAfter = new Balance(300, 0, 0, 0),
            DebtRestoredPoints = 5,
            NettedPoints = [new(2, 3, LedgerTime.Never)],
        });

    [Fact]
    public void PointsReversed_StoredBytesOfABurn_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d34
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        58d804
        62040802102e
        620608ac0210aa04
        70ac02
        c2010408031001
        """,
        new MemberEvent.PointsReversed(3, WasBurn: true, 0)
        {
            Origin = Origin("r-4"),
            Settlement = new Settlement([new(2, 23, LedgerTime.Never), new(300, 277, LedgerTime.Never)], 0),
            BalanceAfter = new Balance(300, 0, 0, 0),
        });

    [Fact]
    public void PointsReversed_StoredBytesOfAnEarn_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d35
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5827
        620408021027
        c201050881011808
        """,
        new MemberEvent.PointsReversed(129, WasBurn: false, 8)
        {
            Origin = Origin("r-5"),
            Settlement = new Settlement([new(2, -20, LedgerTime.Never)], 0),
            BalanceAfter = default,
        });

    [Fact]
    public void PointsReversed_StoredBytesOfAnAdjustment_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d37
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5828
        620408021028
        7014
        c20104080a2001
        """,
        new MemberEvent.PointsReversed(10, WasBurn: false, 0)
        {
            WasAdjustment = true,
            Origin = Origin("r-7"),
            Settlement = new Settlement([new(2, 20, LedgerTime.Never)], 0),
            BalanceAfter = new Balance(20, 0, 0, 0),
        });

    [Fact]
    public void PointsAdjusted_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d38
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5831
        620408021027
        680a
        880105
        e203130a08676f6f6477696c6c1203010203189ba101
        """,
        new MemberEvent.PointsAdjusted("goodwill", [1, 2, 3], 20_635)
        {
            Origin = Origin("r-8"),
            Settlement = new Settlement([new(2, -20, LedgerTime.Never)], 5),
            BalanceAfter = new Balance(0, 0, 0, 5),
        });

    [Fact]
    public void PointsAdjusted_StoredBytesOfAnActivity_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d38
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        5828
        620d0802102819feffffffffffff7f
        7014
        e2030a0a08676f6f6477696c6c
        d105000032b491d4b318
        d905ffffffffffffffff
        """,
        new MemberEvent.PointsAdjusted("goodwill", [], 0)
        {
            Origin = Origin("r-8"),
            Settlement = new Settlement([new(2, 20, LedgerTime.WhenInactive)], 0),
            BalanceAfter = new Balance(20, 0, 0, 0),
            Inactivity = new Inactivity(s_time, new LedgerTime(-1)),
        });

    [Fact]
    public void ExpiryNoticed_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        7037
        aa040b09000032b491d4b3181037
        """,
        new MemberEvent.ExpiryNoticed(s_time, 55)
        {
            Origin = Origin("", programVersion: 0) with
            {
                ContentHash = default, Principal = "", RequestKey = 0,
            },
            BalanceAfter = new Balance(55, 0, 0, 0),
        });

    [Fact]
    public void PointsActivated_StoredBytesOfAnEvent_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d38
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        620d0802102d21ffffffffffffff7f
        62040802102e
        7017
        ea030d0802120964656c697665726564
        """,
        new MemberEvent.PointsActivated
        {
            ActivatedSale = 2,
            Event = "delivered",
            Origin = Origin("r-8"),
            Settlement = new Settlement(
                [new(2, -23, LedgerTime.Never) { ActivateTime = LedgerTime.Never }, new(2, 23, LedgerTime.Never)], 0),
            BalanceAfter = new Balance(23, 0, 0, 0),
        });

    [Fact]
    public void DebtWrittenOff_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        580a
        6809
        880102
        b2040a0a08676f6f6477696c6c
        """,
        new MemberEvent.DebtWrittenOff("goodwill")
        {
            Origin = Origin("r-9"),
            Settlement = new Settlement([], -5),
            BalanceAfter = new Balance(0, 0, 0, 2),
        });

    // Every number of it another, and no field left out.
    private static readonly TierChange s_tier = new()
    {
        Counting = new TierCounting(TierBasis.Spend, TierPeriod.RollingMonths, 12),
        Count = new TierCount(new LedgerTime(100), new LedgerTime(200), new LedgerTime(300), -40),
        Held = new TierHold("silver", new LedgerTime(400)),
        Floors = [new TierPromise("gold", new LedgerTime(50), new LedgerTime(500))],
        ReviewTime = new LedgerTime(400),
        Progress = new TierProgress(160, LedgerTime.Never, "gold", 300, 60),
        Kept = [new TierKept(new LedgerTime(200), "gold")],
    };

    [Fact]
    public void TierReviewed_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        7037
        ba04060a04676f6c64
        ea05820108011002180c21640000000000000029c800000000000000312c01000000000000384f420673696c7665724990010000000000
        0052180a04676f6c6411320000000000000019f40100000000000061900100000000000068a00171ffffffffffffff7f7a04676f6c6480
        01ac0288013c92010f09c8000000000000001204676f6c64
        """,
        new MemberEvent.TierReviewed("gold")
        {
            Origin = Origin("", programVersion: 0) with
            {
                ContentHash = default, Principal = "", RequestKey = 0,
            },
            BalanceAfter = new Balance(55, 0, 0, 0),
            Tier = s_tier,
        });

    [Fact]
    public void TierGranted_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d39
        2210000102030405060708090a0b0c0d0e0f
        2a0474696c6c
        3007
        c2041d0a04676f6c641158020000000000001a056d617463682205526976616c
        """,
        new MemberEvent.TierGranted(new TierHold("gold", new LedgerTime(600)), "match", "Rival")
        {
            Origin = Origin("r-9"),
            BalanceAfter = default,
        });

    [Fact]
    public void RequestCancelled_StoredBytes_AreReadAndWritten() => ShouldBeStoredAs(
        """
        09000032b491d4b318
        11000032b491d4b318
        1a03722d36
        2a0474696c6c
        7037
        ca0100
        """,
        new MemberEvent.RequestCancelled
        {
            Origin = Origin("r-6", programVersion: 0) with { ContentHash = default },
            BalanceAfter = new Balance(55, 0, 0, 0),
        });

    private static void ShouldBeStoredAs(string hex, MemberEvent change)
    {
        var bytes = Convert.FromHexString(hex.ReplaceLineEndings(""));

        EntryCodec.Read(AnyEntry.Record(change, bytes)).ShouldEqual(change);
        Convert.ToHexStringLower(EntryCodec.Write(change)).ShouldBe(Convert.ToHexStringLower(bytes));
    }

    private static EntryOrigin Origin(string requestId, long programVersion = 7) => new()
    {
        Revision = 9,
        RecordTime = s_time,
        OccurTime = s_time,
        RequestId = requestId,
        RequestKey = RequestKey.Of(requestId),
        ContentHash = ContentHash.FromBytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        Principal = "till",
        ProgramVersion = programVersion,
        Context = TillContext.Empty,
    };
}
