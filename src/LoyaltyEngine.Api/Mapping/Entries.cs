using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Entries and balances as the API shows them.</summary>
internal static class Entries
{
    /// <summary>An entry.</summary>
    /// <param name="programId">The member's program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="change">The entry.</param>
    /// <param name="withBasket">Whether baskets are wanted.</param>
    public static V1.Entry ToProto(string programId, string memberId, MemberEvent change, bool withBasket)
    {
        var origin = change.Origin;
        var entry = new V1.Entry
        {
            EntryId = EntryIds.Of(change.Revision),
            ProgramId = programId,
            MemberId = memberId,
            Revision = change.Revision,
            RequestId = origin.RequestId,
            ProgramVersion = origin.ProgramVersion,
            Context = ToProto(origin.Context),
            OccurTime = Times.ToProto(origin.OccurTime),
            RecordTime = Times.ToProto(origin.RecordTime),
            Points = change.Points,
            BalanceAfter = ToProto(change.BalanceAfter),
            Principal = origin.Principal,
            UtcOffsetSeconds = origin.UtcOffsetSeconds,
            TzVersion = origin.TzVersion,
            Inactivity = change.Inactivity is { } inactivity ? ToProto(inactivity) : null,
            Tier = change.Tier is { } tier ? Tiers.ToProto(tier) : null,
        };
        SetChange(entry, change, withBasket);
        return entry;
    }

    /// <summary>Where something came from; null where nothing was said.</summary>
    public static V1.TillContext? ToProto(TillContext context) => context == TillContext.Empty ? null : new()
    {
        StoreId = context.StoreId,
        TillId = context.TillId,
        CashierId = context.CashierId,
        ReceiptId = context.ReceiptId,
        Channel = context.Channel,
    };

    /// <summary>A balance.</summary>
    public static V1.Balance ToProto(in Balance balance) => new()
    {
        AvailablePoints = balance.Available,
        PendingPoints = balance.Pending,
        ReservedPoints = balance.Reserved,
        DebtPoints = balance.Debt,
    };

    private static void SetChange(V1.Entry entry, MemberEvent change, bool withBasket)
    {
        switch (change)
        {
            case MemberEvent.PointsEarned earned:
                entry.PointsEarned = ToProto(earned, withBasket);
                break;
            case MemberEvent.PointsBurned burned:
                entry.PointsBurned = new V1.PointsBurned
                {
                    BurnedPoints = -burned.Points,
                    Value = new V1.Money { CurrencyCode = burned.CurrencyCode, AmountMinor = burned.ValueMinor },
                    ReservationEntryId = burned.Reservation == 0 ? "" : EntryIds.Of(burned.Reservation),
                    ReleasedPoints = burned.ReleasedPoints,
                    DebtRepaidPoints = -burned.Settlement.DebtChange,
                };
                break;
            case MemberEvent.PointsReserved reserved:
                entry.PointsReserved = new V1.PointsReserved
                {
                    ReservedPoints = reserved.Settlement.LotChanges.Where(lot => lot.IsReserved).Sum(lot => lot.Points),
                    Value = new V1.Money { CurrencyCode = reserved.CurrencyCode, AmountMinor = reserved.ValueMinor },
                    EndTime = Times.ToProto(reserved.EndTime),
                    LotsExpire = reserved.LotsExpire,
                };
                break;
            case MemberEvent.ReservationReleased released:
                entry.ReservationReleased = new V1.ReservationReleased
                {
                    ReservationEntryId = EntryIds.Of(released.Reservation),
                    ReleasedPoints = released.ReleasedPoints,
                    DebtRepaidPoints = -released.Settlement.DebtChange,
                };
                break;
            case MemberEvent.ReservationExtended extended:
                entry.ReservationExtended = new V1.ReservationExtended
                {
                    ReservationEntryId = EntryIds.Of(extended.Reservation),
                    EndTime = Times.ToProto(extended.EndTime),
                };
                break;
            case MemberEvent.PurchaseReturned returned:
                entry.PurchaseReturned = ToProto(returned, withBasket);
                break;
            case MemberEvent.ReturnAwaitsSale waits:
                entry.ReturnAwaitsSale = new V1.ReturnAwaitsSale
                {
                    SaleRequestId = waits.SaleRequestId,
                    EndTime = Times.ToProto(waits.EndTime),
                };
                break;
            case MemberEvent.WaitingReturnEnded ended:
                entry.WaitingReturnEnded = new V1.WaitingReturnEnded
                {
                    WaitingEntryId = EntryIds.Of(ended.WaitingReturn),
                    End = ended.End switch
                    {
                        WaitingReturnEnd.TimeOver => V1.WaitingReturnEnd.TimeOver,
                        WaitingReturnEnd.NoSale => V1.WaitingReturnEnd.NoSale,
                        _ => V1.WaitingReturnEnd.ExceedsSale,
                    },
                };
                break;
            case MemberEvent.PurchaseExchanged exchanged:
                entry.PurchaseExchanged = new V1.PurchaseExchanged
                {
                    Returned = ToProto(exchanged.Returned, withBasket),
                    Earned = ToProto(exchanged.Earned, withBasket),
                    ReversedPoints = -exchanged.Returned.Points,
                    EarnedPoints = exchanged.Earned.Points,
                };
                break;
            case MemberEvent.PointsReversed reversed:
                entry.PointsReversed = new V1.PointsReversed
                {
                    ReversedEntryId = EntryIds.Of(reversed.ReversedRevision),
                    ForgivenPoints = reversed.ForgivenPoints,
                    NettedPoints = reversed.NettedPoints.Sum(netted => netted.Points),
                    ExpiredPoints = reversed.ExpiredPoints,
                };
                break;
            case MemberEvent.PointsActivated activated:
                entry.PointsActivated = new V1.PointsActivated
                {
                    ActivatedPoints = -change.Settlement.LotChanges.Where(lot => lot.IsPending).Sum(lot => lot.Points),
                    DebtRepaidPoints = -change.Settlement.DebtChange,
                    SaleEntryId = activated.ActivatedSale == 0 ? "" : EntryIds.Of(activated.ActivatedSale),
                    EventCode = activated.Event,
                };
                break;
            case MemberEvent.PointsExpired:
                entry.PointsExpired = new V1.PointsExpired { ExpiredPoints = -change.Points };
                break;
            case MemberEvent.PointsAdjusted adjusted:
                entry.PointsAdjusted = new V1.PointsAdjusted
                {
                    ReasonCode = adjusted.ReasonCode,
                    DebtChangePoints = adjusted.Settlement.DebtChange,
                };
                break;
            case MemberEvent.ExpiryNoticed noticed:
                entry.ExpiryNoticed = new V1.ExpiryNoticed
                {
                    LapseTime = Times.ToProto(noticed.LapseTime),
                    LapsingPoints = noticed.LapsingPoints,
                };
                break;
            case MemberEvent.TierReviewed reviewed:
                entry.TierReviewed = new V1.TierReviewed { FormerTierId = reviewed.FormerTierId };
                break;
            case MemberEvent.TierGranted granted:
                entry.TierGranted = new V1.TierGranted
                {
                    TierId = granted.Grant.TierId,
                    EndTime = granted.Grant.TierId.Length == 0 ? null : Times.ToProto(granted.Grant.EndTime),
                    ReasonCode = granted.ReasonCode,
                    MatchedProgram = granted.MatchedProgram,
                };
                break;
            case MemberEvent.DebtWrittenOff writtenOff:
                entry.DebtWrittenOff = new V1.DebtWrittenOff { ReasonCode = writtenOff.ReasonCode };
                break;
            case MemberEvent.RequestCancelled:
                entry.RequestCancelled = new V1.RequestCancelled();
                break;
            case MemberEvent.MemberEnrolled:
                entry.MemberEnrolled = new V1.MemberEnrolled();
                break;
            case MemberEvent.IdentifierAdded:
                entry.IdentifierAdded = new V1.IdentifierAdded();
                break;
            case MemberEvent.IdentifierRemoved:
                entry.IdentifierRemoved = new V1.IdentifierRemoved();
                break;
            case MemberEvent.IdentifierReplaced:
                entry.IdentifierReplaced = new V1.IdentifierReplaced();
                break;
            case MemberEvent.MemberUpdated:
                entry.MemberUpdated = new V1.MemberUpdated();
                break;
            case MemberEvent.MemberStatusChanged changed:
                entry.MemberStatusChanged = new V1.MemberStatusChanged
                {
                    Status = Members.ToProto(changed.Status),
                    ReasonCode = changed.ReasonCode,
                };
                break;
            case MemberEvent.MemberErased:
                entry.MemberErased = new V1.MemberErased();
                break;
            default:
                throw new InvalidOperationException($"{change.GetType().Name} has no form in the API.");
        }
    }

    /// <summary>Adds what rules gave.</summary>
    public static void Add(ICollection<V1.AppliedRule> target, AppliedRule[] rules)
    {
        foreach (ref readonly var rule in rules.AsSpan())
        {
            target.Add(new V1.AppliedRule
            {
                RuleId = rule.RuleId,
                Points = rule.Points,
                MatchedAmountMinor = rule.MatchedAmountMinor,
            });
        }
    }

    private static V1.Inactivity ToProto(Inactivity inactivity) => new()
    {
        LapseTime = inactivity.LapseTime.IsNever ? null : Times.ToProto(inactivity.LapseTime),
        NoticeTime = inactivity.NoticeTime == default ? null : Times.ToProto(inactivity.NoticeTime),
    };

    private static V1.PointsEarned ToProto(MemberEvent.PointsEarned earned, bool withBasket)
    {
        var proto = new V1.PointsEarned
        {
            EligibleAmountMinor = earned.EligibleAmountMinor,
            DebtRepaidPoints = -earned.Settlement.DebtChange,
            PendingEventCode = earned.PendingEvent,
            ActivateTime = earned.Settlement.LotChanges is [{ IsPending: true, ActivateTime.IsMoment: true } pending]
                ? Times.ToProto(pending.ActivateTime)
                : null,
            ExpireTime = earned.Settlement.LotChanges is [{ ExpireTime.IsMoment: true } opened]
                ? Times.ToProto(opened.ExpireTime)
                : null,
            Basket = withBasket ? ToProto(earned.Basket) : null,
        };
        Add(proto.AppliedRules, earned.AppliedRules);
        return proto;
    }

    private static V1.PurchaseReturned ToProto(MemberEvent.PurchaseReturned returned, bool withBasket)
    {
        var proto = new V1.PurchaseReturned
        {
            EligibleAmountMinor = returned.EligibleAmountMinor,
            DebtAddedPoints = returned.Settlement.DebtChange,
            ForgivenPoints = returned.ForgivenPoints,
            Basket = withBasket && returned.OfSale is null ? ToProto(returned.Basket) : null,
            WaitingEntryId = returned.WaitingReturn == 0 ? "" : EntryIds.Of(returned.WaitingReturn),
        };
        Add(proto.AppliedRules, returned.AppliedRules);
        if (returned.OfSale is { } step)
            SetSale(proto, step);
        return proto;
    }

    private static void SetSale(V1.PurchaseReturned target, ReturnOfSale step)
    {
        target.SaleEntryId = EntryIds.Of(step.Sale);
        target.ClaimedPoints = step.ClaimedPoints;
        target.WholeSale = step.IsWhole;
        target.ExpiredPoints = step.ExpiredPoints;
        foreach (ref readonly var line in step.Lines.AsSpan())
        {
            target.Lines.Add(new V1.ReturnedSaleLine
            {
                LineNumber = line.Line + 1,
                Quantity = line.QuantityThousandths == 0 ? "" : Quantities.ToText(line.QuantityThousandths),
                AmountMinor = line.AmountMinor,
            });
        }
    }

    private static V1.Basket ToProto(Basket basket)
    {
        var proto = new V1.Basket { CurrencyCode = basket.CurrencyCode };
        foreach (ref readonly var line in basket.Lines.AsSpan())
        {
            proto.Lines.Add(new V1.BasketLine
            {
                LineId = line.LineId,
                Sku = line.Sku,
                Categories = { line.Categories },
                Quantity = Quantities.ToText(line.QuantityThousandths),
                AmountMinor = line.AmountMinor,
            });
        }

        foreach (ref readonly var payment in basket.Payments.AsSpan())
            proto.Payments.Add(new V1.Payment { Tender = payment.Tender, AmountMinor = payment.AmountMinor });
        return proto;
    }
}
