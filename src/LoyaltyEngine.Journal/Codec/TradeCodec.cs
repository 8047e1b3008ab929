using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>Purchases, returns and exchanges as they are stored.</summary>
internal static class TradeCodec
{
    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(MemberEvent.PointsEarned earned) =>
        BasketCodec.BytesMax(earned.Basket) + BasketCodec.BytesMax(earned.AppliedRules)
        + ClaimCodec.BytesMax(earned.Claim) + EncodeBuffer.BytesOf(earned.PendingEvent);

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(MemberEvent.PurchaseReturned returned) =>
        BasketCodec.BytesMax(returned.Basket) + BasketCodec.BytesMax(returned.AppliedRules)
        + ClaimCodec.BytesMax(returned.OfSale);

    /// <summary>Writes the fields of PointsEarned.</summary>
    public static void Write(ref BackwardWriter writer, MemberEvent.PointsEarned earned)
    {
        writer.String(6, earned.PendingEvent);
        ClaimCodec.Write(ref writer, earned.Claim);
        BasketCodec.Write(ref writer, 3, earned.AppliedRules);
        writer.Int64(2, earned.EligibleAmountMinor);
        BasketCodec.Write(ref writer, 1, earned.Basket);
    }

    /// <summary>Writes the fields of PurchaseReturned.</summary>
    public static void Write(ref BackwardWriter writer, MemberEvent.PurchaseReturned returned)
    {
        writer.Int64(6, returned.WaitingReturn);
        ClaimCodec.Write(ref writer, returned.OfSale);
        writer.Int64(4, returned.ForgivenPoints);
        BasketCodec.Write(ref writer, 3, returned.AppliedRules);
        writer.Int64(2, returned.EligibleAmountMinor);
        BasketCodec.Write(ref writer, 1, returned.Basket);
    }

    /// <summary>Writes the fields of PurchaseExchanged.</summary>
    public static void Write(ref BackwardWriter writer, MemberEvent.PurchaseExchanged exchanged)
    {
        var settlement = exchanged.Returned.Settlement;
        TierCodec.Write(ref writer, 5, exchanged.Returned.Tier);
        writer.SInt64(4, settlement.DebtChange);
        writer.Int64(3, settlement.LotChanges.Length);
        var end = writer.BeginMessage();
        Write(ref writer, exchanged.Earned);
        writer.EndMessage(2, end);
        end = writer.BeginMessage();
        Write(ref writer, exchanged.Returned);
        writer.EndMessage(1, end);
    }

    public static MemberEvent.PointsEarned Read(
        Stored.PointsEarned stored, EntryOrigin origin, in Settlement settlement, in Balance balance) =>
        new(BasketCodec.Read(stored.Basket ?? new()), stored.EligibleAmountMinor, BasketCodec.Read(stored.AppliedRules))
        {
            Origin = origin,
            Settlement = settlement,
            BalanceAfter = balance,
            Claim = ClaimCodec.Read(stored),
            PendingEvent = stored.PendingEvent,
        };

    public static MemberEvent.PurchaseReturned Read(
        Stored.PurchaseReturned stored, EntryOrigin origin, in Settlement settlement, in Balance balance) =>
        new(
            BasketCodec.Read(stored.Basket ?? new()),
            stored.EligibleAmountMinor,
            BasketCodec.Read(stored.AppliedRules),
            stored.ForgivenPoints)
        {
            Origin = origin,
            Settlement = settlement,
            BalanceAfter = balance,
            OfSale = ClaimCodec.Read(stored.OfSale),
            WaitingReturn = stored.WaitingReturn,
        };

    /// <summary>Null where the entry's settlement is not that of a return of a sale and a purchase.</summary>
    public static MemberEvent.PurchaseExchanged? TryRead(
        Stored.PurchaseExchanged stored, EntryOrigin origin, in Settlement settlement, in Balance balance)
    {
        var count = stored.ReturnedLotChangeCount;
        if (stored.Returned?.OfSale is null || count < 0 || count > settlement.LotChanges.Length)
            return null;
        var returned = new Settlement(settlement.LotChanges[..count], stored.ReturnedDebtChange);
        if (TrySubtract(settlement, returned) is not { } earned)
            return null;
        return new(
            Read(stored.Returned, origin, returned, balance),
            Read(stored.Earned ?? new(), origin, earned, balance))
        {
            Origin = origin,
            Settlement = settlement,
            BalanceAfter = balance,
        };
    }

    // Damaged numbers may have no difference, or parts without a sum.
    private static Settlement? TrySubtract(in Settlement whole, in Settlement first)
    {
        try
        {
            var rest = new Settlement(
                whole.LotChanges[first.LotChanges.Length..], checked(whole.DebtChange - first.DebtChange));
            return checked(first.Points + rest.Points) == whole.Points ? rest : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
