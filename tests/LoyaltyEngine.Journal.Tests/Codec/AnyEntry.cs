using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>Random entries of every kind, their numbers and texts drawn from the edges as often as from
/// between.</summary>
internal static class AnyEntry
{
    /// <summary>A number: small, at a boundary of an encoding's length, extreme, or anything.</summary>
    public static Gen<long> Number { get; } = Gen.Frequency(
        (2, Gen.Constant(0L)),
        (4, Gen.Choose(-300, 300).Select(number => (long)number)),
        (3, Gen.Choose(0, 62).SelectMany(bit => Gen.Choose(-1, 1).Select(more => (1L << bit) + more))),
        (2, Gen.Elements(long.MinValue, long.MinValue + 1, -1L, long.MaxValue - 1, long.MaxValue)),
        (3, Gen.Choose(int.MinValue, int.MaxValue).Two().Select(half => ((long)half.Item1 << 32) | (uint)half.Item2)));

    /// <summary>A text of valid Unicode.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (3, Gen.Constant("")),
        (6, TextOf(Gen.Choose('0', 'z'), 0, 64)),
        (3, TextOf(Scalar(), 0, 64)),
        (1, Gen.Elements("\0", "é", "e\u0301", "€", "😀", "\uffff", "\U0010ffff", "שלום", new string('x', 127))),
        (1, TextOf(Scalar(), 120, 6_000)));

    public static Gen<byte[]> Bytes { get; } = ListOf(
        Gen.Choose(0, 255).Select(value => (byte)value), (1, 0), (4, 40), (1, 300));

    public static Gen<LedgerTime> Time { get; } = Number.Select(number => new LedgerTime(number));

    public static Gen<TillContext> Context { get; } =
        from texts in Text.Four()
        from channel in Text
        select new TillContext(texts.Item1, texts.Item2, texts.Item3, texts.Item4, channel);

    public static Gen<Basket> Basket { get; } =
        from currency in Gen.Frequency((4, Gen.Constant("GBP")), (1, Text))
        from lines in ListOf(Line(), (8, 6), (1, 60))
        from payments in ListOf(Payment(), (3, 0), (1, 3))
        select new Basket(currency, lines) { Payments = payments };

    public static Gen<EntryOrigin> Origin { get; } =
        from revision in Number
        from recordTime in Time
        from occurTime in Time
        from requestId in Text
        from hash in Gen.Frequency((1, Gen.Constant((0L, 0L))), (4, Number.Two()))
        from principal in Text
        from programVersion in Number
        from context in Context
        from offset in Gen.Choose(-64_800, 64_800)
        from tz in Gen.Frequency((3, Gen.Constant("2025b")), (1, Text))
        select new EntryOrigin
        {
            Revision = revision,
            RecordTime = recordTime,
            OccurTime = occurTime,
            RequestId = requestId,
            RequestKey = RequestKey.Of(requestId),
            ContentHash = new ContentHash((ulong)hash.Item1, (ulong)hash.Item2),
            Principal = principal,
            ProgramVersion = programVersion,
            Context = context,
            UtcOffsetSeconds = offset,
            TzVersion = tz,
        };

    /// <summary>An entry of any kind.</summary>
    public static Gen<MemberEvent> Entry { get; } =
        from origin in Origin
        from settlement in Settlement()
        from parts in Number.Four()
        from kind in Gen.Choose(0, 24)
        from change in Change(kind, origin, new Balance(parts.Item1, parts.Item2, parts.Item3, parts.Item4))
        from cut in Gen.Choose(0, 1_000)
        from lapse in Number
        from notice in Number
        from tier in Gen.Frequency((2, Gen.Constant<TierChange?>(null)), (1, Tier()))
        from before in Tier()
        select change is MemberEvent.PurchaseExchanged exchanged
            ? WithTiers(Settled(exchanged, settlement, cut), before, tier)
            : change with
            {
                Settlement = settlement,
                Tier = tier,
                Inactivity = lapse == 0 || cut % 3 > 0
                    ? null
                    : new Inactivity(new LedgerTime(lapse), new LedgerTime(notice)),
            };

    /// <summary>The frame in which a journal keeps the entry's bytes.</summary>
    public static StoredRecord Record(MemberEvent change, ReadOnlySpan<byte> body) => new(
        StreamId.Member("tenant", "program", "member"),
        change.Revision,
        default,
        change.Origin.RequestKey,
        body.ToArray());

    private static Gen<MemberEvent> Change(int kind, EntryOrigin origin, Balance after) => kind switch
    {
        0 => from sealedData in Bytes
             from hashes in ListOf(Bytes, (1, 4))
             select (MemberEvent)new MemberEvent.MemberEnrolled(sealedData, hashes)
             { Origin = origin, BalanceAfter = after },
        1 => from basket in Basket
             from eligible in Number
             from rules in ListOf(Rule(), (1, 5))
             from terms in ListOf(Term(), (1, 5))
             from excluded in LineSet()
             from pending in Gen.OneOf(Gen.Constant(""), Text)
             from bounds in ListOf(Bound(), (1, 5))
             select (MemberEvent)new MemberEvent.PointsEarned(basket, eligible, rules)
             {
                 Origin = origin,
                 BalanceAfter = after,
                 Claim = terms.Length == 0 ? null : new ClaimSchedule(terms, excluded)
                 {
                     Bounds = [.. bounds.Take(terms.Length).Select((bound, i) => bound with { Term = i })
                         .Where(bound => bound != new ClaimBound(bound.Term, 0, 0))],
                 },
                 PendingEvent = pending,
             },
        2 => from currency in Text
             from value in Number
             from reservation in Gen.OneOf(Gen.Constant((0L, 0L)), Number.Two())
             select (MemberEvent)new MemberEvent.PointsBurned(currency, value)
             {
                 Origin = origin,
                 BalanceAfter = after,
                 Reservation = reservation.Item1,
                 ReleasedPoints = reservation.Item2,
             },
        3 => from basket in Basket
             from numbers in Number.Two()
             from rules in ListOf(Rule(), (1, 5))
             from step in Gen.OneOf(Gen.Constant<ReturnOfSale?>(null), OfSale())
             from waiting in Gen.OneOf(Gen.Constant(0L), Number)
             select (MemberEvent)new MemberEvent.PurchaseReturned(basket, numbers.Item1, rules, numbers.Item2)
             { Origin = origin, BalanceAfter = after, OfSale = step, WaitingReturn = waiting },
        4 => from numbers in Number.Two()
             from was in Gen.Elements(false, true).Two()
             from points in Number.Two()
             from netted in ListOf(LotChange(Number), (1, 3))
             select (MemberEvent)new MemberEvent.PointsReversed(numbers.Item1, was.Item1, numbers.Item2)
             {
                 Origin = origin,
                 BalanceAfter = after,
                 WasAdjustment = was.Item2,
                 DebtRestoredPoints = points.Item1,
                 ExpiredPoints = points.Item2,
                 NettedPoints = netted,
             },
        11 => from reason in Text
             from note in Bytes
             from day in Number
             select (MemberEvent)new MemberEvent.PointsAdjusted(reason, note, unchecked((int)day))
             { Origin = origin, BalanceAfter = after },
        5 => from parts in Bytes.Two()
             select (MemberEvent)new MemberEvent.IdentifierAdded(parts.Item1, parts.Item2)
             { Origin = origin, BalanceAfter = after },
        6 => from parts in Bytes.Two()
             select (MemberEvent)new MemberEvent.IdentifierRemoved(parts.Item1, parts.Item2)
             { Origin = origin, BalanceAfter = after },
        7 => from parts in Bytes.Three()
             select (MemberEvent)new MemberEvent.IdentifierReplaced(parts.Item1, parts.Item2, parts.Item3)
             { Origin = origin, BalanceAfter = after },
        8 => from sealedData in Bytes
             select (MemberEvent)new MemberEvent.MemberUpdated(sealedData) { Origin = origin, BalanceAfter = after },
        9 => from status in Gen.Elements(MemberStatus.Active, MemberStatus.Blocked, MemberStatus.Closed)
             from code in Text
             select (MemberEvent)new MemberEvent.MemberStatusChanged(status, code)
             { Origin = origin, BalanceAfter = after },
        12 => from sale in Number
              from happening in Gen.OneOf(Gen.Constant(""), Text)
              select (MemberEvent)new MemberEvent.PointsActivated
              { ActivatedSale = sale, Event = happening, Origin = origin, BalanceAfter = after },
        14 => from returned in Change(3, origin, after)
              from step in OfSale()
              from earned in Change(1, origin, after)
              select (MemberEvent)new MemberEvent.PurchaseExchanged(
                  (MemberEvent.PurchaseReturned)returned with { OfSale = step }, (MemberEvent.PointsEarned)earned)
              { Origin = origin, BalanceAfter = after },
        15 => from currency in Text
              from numbers in Number.Three()
              from lotsExpire in Gen.Elements(false, true)
              select (MemberEvent)new MemberEvent.PointsReserved(currency, numbers.Item1, new LedgerTime(numbers.Item2))
              {
                  PointsPerCurrencyUnit = numbers.Item3,
                  LotsExpire = lotsExpire,
                  Origin = origin,
                  BalanceAfter = after,
              },
        16 => from numbers in Number.Two()
              select (MemberEvent)new MemberEvent.ReservationReleased(numbers.Item1, numbers.Item2)
              { Origin = origin, BalanceAfter = after },
        17 => from numbers in Number.Two()
              select (MemberEvent)new MemberEvent.ReservationExtended(numbers.Item1, new LedgerTime(numbers.Item2))
              { Origin = origin, BalanceAfter = after },
        18 => from sale in Text
              from parts in ListOf(
                  Text.SelectMany(_ => Number.Two(), (line, part) => new ReturnPart(line, part.Item1, part.Item2)),
                  (1, 5))
              from end in Number
              from shortfall in Gen.Elements(ShortfallPolicy.Debt, ShortfallPolicy.Forgive)
              select (MemberEvent)new MemberEvent.ReturnAwaitsSale(sale, parts, new LedgerTime(end), shortfall)
              { Origin = origin, BalanceAfter = after },
        19 => from waiting in Number
              from end in Gen.Elements(Enum.GetValues<WaitingReturnEnd>())
              select (MemberEvent)new MemberEvent.WaitingReturnEnded(waiting, end)
              { Origin = origin, BalanceAfter = after },
        20 => from reason in Text
              select (MemberEvent)new MemberEvent.DebtWrittenOff(reason) { Origin = origin, BalanceAfter = after },
        21 => from numbers in Number.Two()
              select (MemberEvent)new MemberEvent.ExpiryNoticed(new LedgerTime(numbers.Item1), numbers.Item2)
              { Origin = origin, BalanceAfter = after },
        23 => from former in Text
              select (MemberEvent)new MemberEvent.TierReviewed(former) { Origin = origin, BalanceAfter = after },
        24 => from texts in Text.Three()
              from end in Time
              select (MemberEvent)new MemberEvent.TierGranted(
                  new TierHold(texts.Item1, end), texts.Item2, texts.Item3) { Origin = origin, BalanceAfter = after },
        13 => Gen.Constant<MemberEvent>(new MemberEvent.PointsExpired { Origin = origin, BalanceAfter = after }),
        10 => Gen.Constant<MemberEvent>(new MemberEvent.MemberErased { Origin = origin, BalanceAfter = after }),
        _ => Gen.Constant<MemberEvent>(new MemberEvent.RequestCancelled { Origin = origin, BalanceAfter = after }),
    };

    // Any part of it is the return's, and what is left the purchase's.
    private static MemberEvent.PurchaseExchanged Settled(
        MemberEvent.PurchaseExchanged exchanged, Settlement settlement, int cut)
    {
        var count = cut % (settlement.LotChanges.Length + 1);
        var debt = settlement.DebtChange / (1 + (cut % 3));
        return exchanged with
        {
            Settlement = settlement,
            Returned = exchanged.Returned with { Settlement = new(settlement.LotChanges[..count], debt) },
            Earned = exchanged.Earned with
            {
                Settlement = new(settlement.LotChanges[count..], settlement.DebtChange - debt),
            },
        };
    }

    private static MemberEvent.PurchaseExchanged WithTiers(
        MemberEvent.PurchaseExchanged exchanged, TierChange? before, TierChange? after) => exchanged with
    {
        Tier = after,
        Returned = exchanged.Returned with { Tier = after is null ? null : before },
        Earned = exchanged.Earned with { Tier = after },
    };

    private static Gen<TierChange?> Tier() =>
        from basis in Gen.Elements(Enum.GetValues<TierBasis>())
        from period in Gen.Elements(Enum.GetValues<TierPeriod>())
        from months in Gen.Choose(0, 36)
        from times in Time.Four()
        from more in Time.Three()
        from counts in Number.Four()
        from texts in Text.Three()
        from kept in ListOf(Time.SelectMany(_ => Text, (time, text) => new TierKept(time, text)), (3, 0), (1, 3))
        select (TierChange?)new TierChange
        {
            Kept = kept,
            Counting = new TierCounting(basis, period, months),
            Count = new TierCount(times.Item1, times.Item2, times.Item3, counts.Item1),
            Held = new TierHold(texts.Item1, times.Item4),
            Floors = [.. kept.Select(one => new TierPromise(texts.Item2, more.Item1, one.EndTime))],
            ReviewTime = more.Item2,
            Progress = new TierProgress(counts.Item2, more.Item3, texts.Item3, counts.Item3, counts.Item4),
        };

    private static Gen<BasketLine> Line() =>
        from texts in Text.Two()
        from categories in ListOf(Text, (6, 3), (1, 20))
        from numbers in Number.Two()
        select new BasketLine(texts.Item1, texts.Item2, categories, numbers.Item1, numbers.Item2);

    private static Gen<Payment> Payment() =>
        from tender in Text
        from amount in Number
        select new Payment(tender, amount);

    private static Gen<ClaimTerm> Term() =>
        from numbers in Number.Two()
        from rounding in Gen.Elements(Enum.GetValues<RoundingMode>())
        from lines in LineSet()
        from isOfQuantity in Gen.Elements(false, true)
        from isByLine in Gen.Elements(false, true)
        select new ClaimTerm(numbers.Item1, numbers.Item2, rounding, lines)
        {
            IsOfQuantity = isOfQuantity,
            IsByLine = isByLine,
        };

    private static Gen<ClaimBound> Bound() =>
        from numbers in Number.Four()
        from isNone in Gen.Elements(false, true)
        select isNone ? default : new ClaimBound(0, numbers.Item1, numbers.Item2)
        {
            MinimumQuantityThousandths = numbers.Item3,
            MinimumReceiptMinor = numbers.Item4,
        };

    private static Gen<LineSet> LineSet() =>
        from lines in ListOf(Gen.Choose(0, 999), (3, 3), (1, 40))
        select lines.Aggregate(default(LineSet), (set, line) => set.With(line));

    private static Gen<ReturnOfSale?> OfSale() =>
        from numbers in Number.Three()
        from lines in ListOf(ReturnedLine(), (1, 5))
        from isWhole in Gen.Elements(false, true)
        from expired in Number
        select (ReturnOfSale?)new ReturnOfSale(numbers.Item1, lines, isWhole, numbers.Item2, numbers.Item3)
        { ExpiredPoints = expired };

    private static Gen<ReturnedLine> ReturnedLine() =>
        from line in Gen.Choose(0, 999)
        from numbers in Number.Two()
        select new ReturnedLine(line, numbers.Item1, numbers.Item2);

    private static Gen<AppliedRule> Rule() =>
        from id in Text
        from numbers in Number.Two()
        select new AppliedRule(id, numbers.Item1, numbers.Item2);

    // Its points have a sum: either one extreme number or many that no sum can take out of range.
    private static Gen<Settlement> Settlement()
    {
        var bounded = Number.Select(number => number % 1_000_000_000_000_000);
        return Gen.Frequency(
            (1, Gen.Constant(Core.Members.Settlement.Nothing)),
            (1, from lot in LotChange(Gen.Elements(long.MinValue, long.MaxValue)) select new Settlement([lot], 0)),
            (1, from debt in Gen.Elements(long.MinValue + 1, long.MaxValue) select new Settlement([], debt)),
            (6, from lots in ListOf(LotChange(bounded), (8, 5), (1, 200))
                from debt in bounded
                select new Settlement(lots, debt)));
    }

    // A lot that expires in the very nanosecond 0 cannot be told from one that never does, so there are none.
    private static Gen<LotChange> LotChange(Gen<long> points) =>
        from lot in Number
        from change in points
        from expireTime in Gen.Frequency((2, Gen.Constant(LedgerTime.Never)), (1, Time.Where(time => time != default)))
        from activateTime in Gen.Frequency((2, Gen.Constant(default(LedgerTime))), (1, Time))
        from reservation in Gen.Frequency((2, Gen.Constant(0L)), (1, Number))
        select new LotChange(lot, change, expireTime) { ActivateTime = activateTime, Reservation = reservation };

    private static Gen<T[]> ListOf<T>(Gen<T> item, params (int Weight, int CountMax)[] sizes) =>
        Gen.Frequency(sizes.Select(size => (size.Weight, Gen.Choose(0, size.CountMax))))
            .SelectMany(count => Gen.ArrayOf(item, count));

    // Any scalar value: all code points but the surrogates.
    private static Gen<int> Scalar() => Gen.Frequency(
        (3, Gen.Choose(0, 0x7f)),
        (2, Gen.Choose(0x80, 0x7ff)),
        (2, Gen.Choose(0x800, 0xd7ff)),
        (1, Gen.Choose(0xe000, 0xffff)),
        (2, Gen.Choose(0x10000, 0x10ffff)));

    private static Gen<string> TextOf(Gen<int> scalar, int countMin, int countMax) =>
        Gen.Choose(countMin, countMax).SelectMany(count => Gen.ArrayOf(scalar, count)).Select(scalars =>
        {
            var text = new StringBuilder();
            foreach (var value in scalars)
                text.Append(new Rune(value).ToString());
            return text.ToString();
        });
}
