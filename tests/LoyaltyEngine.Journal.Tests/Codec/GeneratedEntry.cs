using Google.Protobuf;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>The generated message with an entry's content: what the codec's bytes are compared with.</summary>
internal static class GeneratedEntry
{
    public static Stored.Entry Of(MemberEvent change)
    {
        var origin = change.Origin;
        var entry = new Stored.Entry
        {
            RecordTime = origin.RecordTime.UnixNanoseconds,
            OccurTime = origin.OccurTime.UnixNanoseconds,
            RequestId = origin.RequestId,
            ContentHash = HashOf(origin.ContentHash),
            Principal = origin.Principal,
            ProgramVersion = origin.ProgramVersion,
            StoreId = origin.Context.StoreId,
            TillId = origin.Context.TillId,
            CashierId = origin.Context.CashierId,
            Channel = origin.Context.Channel,
            ReceiptId = origin.Context.ReceiptId,
            UtcOffsetSeconds = origin.UtcOffsetSeconds,
            TzVersion = origin.TzVersion,
            LapseTime = change.Inactivity?.LapseTime.UnixNanoseconds ?? 0,
            NoticeTime = change.Inactivity?.NoticeTime.UnixNanoseconds ?? 0,
            Points = change.Points,
            DebtChange = change.Settlement.DebtChange,
            AvailableAfter = change.BalanceAfter.Available,
            PendingAfter = change.BalanceAfter.Pending,
            ReservedAfter = change.BalanceAfter.Reserved,
            DebtAfter = change.BalanceAfter.Debt,
        };
        entry.LotChanges.Add(change.Settlement.LotChanges.Select(Of));
        entry.Tier = Of(change.Tier);
        SetChange(entry, change);
        return entry;
    }

    private static Stored.TierChange? Of(TierChange? tier) => tier is null ? null : new()
    {
        Basis = (int)tier.Counting.Basis,
        Period = (int)tier.Counting.Period,
        Months = tier.Counting.Months,
        CountBeginTime = tier.Count.BeginTime.UnixNanoseconds,
        CountEndTime = tier.Count.EndTime.UnixNanoseconds,
        CountHoldTime = tier.Count.HoldTime.UnixNanoseconds,
        Count = tier.Count.Count,
        TierId = tier.Held.TierId,
        TierEndTime = tier.Held.EndTime.UnixNanoseconds,
        Floors =
        {
            tier.Floors.Select(floor => new Stored.TierPromise
            {
                TierId = floor.TierId,
                BeginTime = floor.BeginTime.UnixNanoseconds,
                EndTime = floor.EndTime.UnixNanoseconds,
            }),
        },
        ReviewTime = tier.ReviewTime.UnixNanoseconds,
        PeriodCount = tier.Progress.Count,
        PeriodEndTime = tier.Progress.PeriodEndTime.UnixNanoseconds,
        NextTierId = tier.Progress.NextTierId,
        NextCount = tier.Progress.NextCount,
        KeepCount = tier.Progress.KeepCount,
        Kept =
        {
            tier.Kept.Select(kept => new Stored.TierKept
            {
                EndTime = kept.EndTime.UnixNanoseconds, TierId = kept.TierId,
            }),
        },
    };

    public static Stored.Basket Of(Basket basket)
    {
        var stored = new Stored.Basket { CurrencyCode = basket.CurrencyCode };
        foreach (var line in basket.Lines)
        {
            stored.Lines.Add(new Stored.BasketLine
            {
                LineId = line.LineId,
                Sku = line.Sku,
                Categories = { line.Categories },
                QuantityThousandths = line.QuantityThousandths,
                AmountMinor = line.AmountMinor,
            });
        }

        stored.Payments.Add(basket.Payments.Select(payment => new Stored.Payment
        {
            Tender = payment.Tender,
            AmountMinor = payment.AmountMinor,
        }));
        return stored;
    }

    private static void SetChange(Stored.Entry entry, MemberEvent change)
    {
        switch (change)
        {
            case MemberEvent.MemberEnrolled enrolled:
                entry.MemberEnrolled = new()
                {
                    SealedPersonalData = ByteString.CopyFrom(enrolled.SealedPersonalData),
                    IdentifierHashes = { enrolled.IdentifierHashes.Select(hash => ByteString.CopyFrom(hash)) },
                };
                break;
            case MemberEvent.PointsEarned earned:
                entry.PointsEarned = Of(earned);
                break;
            case MemberEvent.PointsBurned burned:
                entry.PointsBurned = new()
                {
                    CurrencyCode = burned.CurrencyCode,
                    ValueMinor = burned.ValueMinor,
                    Reservation = burned.Reservation,
                    ReleasedPoints = burned.ReleasedPoints,
                };
                break;
            case MemberEvent.PointsReserved reserved:
                entry.PointsReserved = new()
                {
                    CurrencyCode = reserved.CurrencyCode,
                    ValueMinor = reserved.ValueMinor,
                    PointsPerCurrencyUnit = reserved.PointsPerCurrencyUnit,
                    EndTime = reserved.EndTime.UnixNanoseconds,
                    LotsExpire = reserved.LotsExpire,
                };
                break;
            case MemberEvent.ReservationReleased released:
                entry.ReservationReleased = new()
                {
                    Reservation = released.Reservation,
                    ReleasedPoints = released.ReleasedPoints,
                };
                break;
            case MemberEvent.ReturnAwaitsSale waits:
                entry.ReturnAwaitsSale = new()
                {
                    SaleRequestId = waits.SaleRequestId,
                    EndTime = waits.EndTime.UnixNanoseconds,
                    Forgives = waits.Shortfall == ShortfallPolicy.Forgive,
                };
                entry.ReturnAwaitsSale.Parts.Add(waits.Parts.Select(part => new Stored.ReturnPart
                {
                    LineId = part.LineId,
                    QuantityThousandths = part.QuantityThousandths,
                    AmountMinor = part.AmountMinor,
                }));
                break;
            case MemberEvent.WaitingReturnEnded ended:
                entry.WaitingReturnEnded = new() { WaitingReturn = ended.WaitingReturn, End = (int)ended.End };
                break;
            case MemberEvent.ReservationExtended extended:
                entry.ReservationExtended = new()
                {
                    Reservation = extended.Reservation,
                    EndTime = extended.EndTime.UnixNanoseconds,
                };
                break;
            case MemberEvent.PurchaseReturned returned:
                entry.PurchaseReturned = Of(returned);
                break;
            case MemberEvent.PurchaseExchanged exchanged:
                entry.PurchaseExchanged = new()
                {
                    Returned = Of(exchanged.Returned),
                    Earned = Of(exchanged.Earned),
                    ReturnedLotChangeCount = exchanged.Returned.Settlement.LotChanges.Length,
                    ReturnedDebtChange = exchanged.Returned.Settlement.DebtChange,
                    ReturnedTier = Of(exchanged.Returned.Tier),
                };
                break;
            case MemberEvent.PointsReversed reversed:
                entry.PointsReversed = new()
                {
                    ReversedRevision = reversed.ReversedRevision,
                    WasBurn = reversed.WasBurn,
                    ForgivenPoints = reversed.ForgivenPoints,
                    WasAdjustment = reversed.WasAdjustment,
                    DebtRestoredPoints = reversed.DebtRestoredPoints,
                    NettedPoints = { reversed.NettedPoints.Select(Of) },
                    ExpiredPoints = reversed.ExpiredPoints,
                };
                break;
            case MemberEvent.PointsAdjusted adjusted:
                entry.PointsAdjusted = new()
                {
                    ReasonCode = adjusted.ReasonCode,
                    SealedNote = ByteString.CopyFrom(adjusted.SealedNote),
                    Day = adjusted.Day,
                };
                break;
            case MemberEvent.ExpiryNoticed noticed:
                entry.ExpiryNoticed = new()
                {
                    LapseTime = noticed.LapseTime.UnixNanoseconds,
                    LapsingPoints = noticed.LapsingPoints,
                };
                break;
            case MemberEvent.TierReviewed reviewed:
                entry.TierReviewed = new() { FormerTierId = reviewed.FormerTierId };
                break;
            case MemberEvent.TierGranted granted:
                entry.TierGranted = new()
                {
                    TierId = granted.Grant.TierId,
                    EndTime = granted.Grant.EndTime.UnixNanoseconds,
                    ReasonCode = granted.ReasonCode,
                    MatchedProgram = granted.MatchedProgram,
                };
                break;
            case MemberEvent.DebtWrittenOff writtenOff:
                entry.DebtWrittenOff = new() { ReasonCode = writtenOff.ReasonCode };
                break;
            case MemberEvent.PointsActivated activated:
                entry.PointsActivated = new() { ActivatedSale = activated.ActivatedSale, Event = activated.Event };
                break;
            case MemberEvent.PointsExpired:
                entry.PointsExpired = new();
                break;
            case MemberEvent.RequestCancelled:
                entry.RequestCancelled = new();
                break;
            case MemberEvent.IdentifierAdded added:
                entry.IdentifierAdded = new()
                {
                    IdentifierHash = ByteString.CopyFrom(added.Hash),
                    SealedPersonalData = ByteString.CopyFrom(added.SealedPersonalData),
                };
                break;
            case MemberEvent.IdentifierRemoved removed:
                entry.IdentifierRemoved = new()
                {
                    IdentifierHash = ByteString.CopyFrom(removed.Hash),
                    SealedPersonalData = ByteString.CopyFrom(removed.SealedPersonalData),
                };
                break;
            case MemberEvent.IdentifierReplaced replaced:
                entry.IdentifierReplaced = new()
                {
                    OldIdentifierHash = ByteString.CopyFrom(replaced.OldHash),
                    NewIdentifierHash = ByteString.CopyFrom(replaced.NewHash),
                    SealedPersonalData = ByteString.CopyFrom(replaced.SealedPersonalData),
                };
                break;
            case MemberEvent.MemberUpdated updated:
                entry.MemberUpdated = new() { SealedPersonalData = ByteString.CopyFrom(updated.SealedPersonalData) };
                break;
            case MemberEvent.MemberStatusChanged changed:
                entry.MemberStatusChanged = new() { Status = (int)changed.Status, ReasonCode = changed.ReasonCode };
                break;
            case MemberEvent.MemberErased:
                entry.MemberErased = new();
                break;
        }
    }

    private static Stored.PointsEarned Of(MemberEvent.PointsEarned earned) => new()
    {
        Basket = Of(earned.Basket),
        EligibleAmountMinor = earned.EligibleAmountMinor,
        AppliedRules = { earned.AppliedRules.Select(Of) },
        ClaimTerms = { earned.Claim?.Terms.Select((term, i) => Of(term, BoundOf(earned.Claim, i))) ?? [] },
        ExcludedLines = Of(earned.Claim?.Excluded ?? default),
        PendingEvent = earned.PendingEvent,
    };

    private static Stored.PurchaseReturned Of(MemberEvent.PurchaseReturned returned) => new()
    {
        Basket = Of(returned.Basket),
        EligibleAmountMinor = returned.EligibleAmountMinor,
        AppliedRules = { returned.AppliedRules.Select(Of) },
        ForgivenPoints = returned.ForgivenPoints,
        WaitingReturn = returned.WaitingReturn,
        OfSale = returned.OfSale is { } step ? Of(step) : null,
    };

    private static Stored.LotChange Of(LotChange lot) => new()
    {
        Lot = lot.Lot,
        Points = lot.Points,
        ExpireTime = lot.ExpireTime.IsNever ? 0 : lot.ExpireTime.UnixNanoseconds,
        ActivateTime = lot.ActivateTime.UnixNanoseconds,
        Reservation = lot.Reservation,
    };

    private static ClaimBound BoundOf(ClaimSchedule claim, int term) =>
        claim.Bounds.FirstOrDefault(bound => bound.Term == term);

    private static Stored.ClaimTerm Of(ClaimTerm term, ClaimBound bound) => new()
    {
        MinimumSpendMinor = bound.MinimumSpendMinor,
        MaximumPoints = bound.MaximumPoints,
        MinimumQuantityThousandths = bound.MinimumQuantityThousandths,
        MinimumReceiptMinor = bound.MinimumReceiptMinor,
        Points = term.Points,
        PerAmountMinor = term.PerAmountMinor,
        IsOfQuantity = term.IsOfQuantity,
        IsByLine = term.IsByLine,
        Rounding = (int)term.Rounding,
        Lines = Of(term.Lines),
    };

    private static Stored.ReturnOfSale Of(ReturnOfSale step) => new()
    {
        ExpiredPoints = step.ExpiredPoints,
        Sale = step.Sale,
        Lines =
        {
            step.Lines.Select(line => new Stored.ReturnedLine
            {
                Line = line.Line,
                QuantityThousandths = line.QuantityThousandths,
                AmountMinor = line.AmountMinor,
            }),
        },
        IsWhole = step.IsWhole,
        ClaimedPoints = step.ClaimedPoints,
        DebtRestoredPoints = step.DebtRestoredPoints,
    };

    // A bit for each line, up to the last.
    private static ByteString Of(LineSet lines)
    {
        var last = Enumerable.Range(0, 1_000).LastOrDefault(lines.Contains, -1);
        var bytes = new byte[(last + 8) / 8];
        for (var line = 0; line <= last; line++)
        {
            if (lines.Contains(line))
                bytes[line / 8] |= (byte)(1 << (line % 8));
        }

        return ByteString.CopyFrom(bytes);
    }

    private static Stored.AppliedRule Of(AppliedRule rule) => new()
    {
        RuleId = rule.RuleId,
        Points = rule.Points,
        MatchedAmountMinor = rule.MatchedAmountMinor,
    };

    private static ByteString HashOf(ContentHash hash) => hash == default
        ? ByteString.Empty
        : ByteString.CopyFrom([.. BitConverter.GetBytes(hash.First), .. BitConverter.GetBytes(hash.Second)]);
}
