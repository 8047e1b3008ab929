using System.IO.Hashing;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>
/// Hashes what a request asks for, so that a repeated request is told from a reused id. Covers everything but the
/// request id itself and the expected revision. Permanent: XXH128 (seed 0, in its canonical big-endian form) of a
/// protobuf-encoded message with the fields 1 kind, 2 occur time, 3–6 store, till, cashier, receipt, and 7 and up what
/// the kind asks for.
/// </summary>
/// <remarks>
/// No cryptographic hash: whoever made two requests collide on purpose would only get the answer of his own first one.
/// The chain over all entries is where forging would pay, and there the hash is SHA-256.
/// </remarks>
public static class ContentHasher
{
    private const int NumbersBytes = 96;

    /// <summary>The hash of an earn.</summary>
    public static ContentHash Earn(LedgerTime occurTime, TillContext context, Basket basket) =>
        OfBasket(1, occurTime, context, basket);

    /// <summary>The hash of a burn.</summary>
    public static ContentHash Burn(LedgerTime occurTime, TillContext context, long points)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context)));
        writer.Int64(7, points);
        return Finish(ref writer, 2, occurTime, context);
    }

    /// <summary>The hash of a reservation.</summary>
    public static ContentHash Reserve(
        LedgerTime occurTime, TillContext context, long points, long durationSeconds)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context)));
        writer.Int64(8, durationSeconds);
        writer.Int64(7, points);
        return Finish(ref writer, 64, occurTime, context);
    }

    /// <summary>The hash of what becomes of a reservation, which it names by its entry or by its request.</summary>
    /// <param name="kind">65 where it is released, 66 where it is extended, 67 where it is captured.</param>
    /// <param name="occurTime">When it happened.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="revision">The revision of the entry that began it, or 0.</param>
    /// <param name="requestId">The request that began it, or empty.</param>
    /// <param name="number">The points or seconds that were asked for.</param>
    public static ContentHash OfReservation(
        int kind, LedgerTime occurTime, TillContext context, long revision, string requestId, long number)
    {
        var writer = new BackwardWriter(
            EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(requestId)));
        writer.Int64(9, number);
        writer.String(8, requestId);
        writer.Int64(7, revision);
        return Finish(ref writer, kind, occurTime, context);
    }

    /// <summary>The hash of an activation, which names its sale by its entry or by its request, and its
    /// event.</summary>
    public static ContentHash Activate(
        LedgerTime occurTime, TillContext context, long saleRevision, string saleRequestId, string eventCode)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(
            NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(saleRequestId)
            + EncodeBuffer.BytesOf(eventCode)));
        writer.String(9, eventCode);
        writer.String(8, saleRequestId);
        writer.Int64(7, saleRevision);
        return Finish(ref writer, 68, occurTime, context);
    }

    /// <summary>The hash of a return.</summary>
    public static ContentHash Return(LedgerTime occurTime, TillContext context, Basket basket) =>
        OfBasket(3, occurTime, context, basket);

    /// <summary>The hash of a return that names its sale, by its entry or by its request. One that may wait for its
    /// sale has a field 11.</summary>
    public static ContentHash ReturnSale(
        LedgerTime occurTime,
        TillContext context,
        long saleRevision,
        string saleRequestId,
        ReturnPart[] parts,
        bool waitsForSale)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(
            NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(saleRequestId) + BytesMax(parts)));
        writer.Bool(11, waitsForSale);
        WriteReturn(ref writer, saleRevision, saleRequestId, parts);
        return Finish(ref writer, 7, occurTime, context);
    }

    /// <summary>The hash of an exchange, which names its sale as a return does.</summary>
    public static ContentHash Exchange(
        LedgerTime occurTime,
        TillContext context,
        long saleRevision,
        string saleRequestId,
        ReturnPart[] parts,
        Basket basket)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(
            NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(saleRequestId) + BytesMax(parts)
            + BasketCodec.BytesMax(basket)));
        BasketCodec.Write(ref writer, 10, basket);
        WriteReturn(ref writer, saleRevision, saleRequestId, parts);
        return Finish(ref writer, 63, occurTime, context);
    }

    /// <summary>The hash of an undoing, which names an entry or a request. One that the merchant caused has a
    /// field 9.</summary>
    public static ContentHash Reverse(
        LedgerTime occurTime,
        TillContext context,
        long targetRevision,
        string targetRequestId,
        bool isMerchantCaused = false)
    {
        var writer = new BackwardWriter(
            EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(targetRequestId)));
        writer.Bool(9, isMerchantCaused);
        writer.String(8, targetRequestId);
        writer.Int64(7, targetRevision);
        return Finish(ref writer, 4, occurTime, context);
    }

    /// <summary>The hash of an enrolment.</summary>
    /// <param name="occurTime">When it happened.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="personalHash">A keyed hash of what is personal: it could be guessed from a plain one.</param>
    public static ContentHash Enrol(LedgerTime occurTime, TillContext context, string personalHash) =>
        OfText(5, occurTime, context, personalHash);

    /// <summary>The hash of a change of the member itself.</summary>
    /// <param name="occurTime">When it happened.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="contentHash">A keyed hash of the kind of change and all that it asks for.</param>
    public static ContentHash ChangeMember(LedgerTime occurTime, TillContext context, string contentHash) =>
        OfText(26, occurTime, context, contentHash);

    private static ContentHash OfText(int kind, LedgerTime occurTime, TillContext context, string text)
    {
        var writer = new BackwardWriter(
            EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(text)));
        writer.String(7, text);
        return Finish(ref writer, kind, occurTime, context);
    }

    /// <summary>The hash of a publication.</summary>
    /// <param name="effectiveTime">From when on the version decides; null for the earliest time.</param>
    /// <param name="form">1 for a program file, 2 for a message.</param>
    /// <param name="program">The program as it was sent.</param>
    public static ContentHash Publish(LedgerTime? effectiveTime, int form, ReadOnlySpan<byte> program)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(NumbersBytes + program.Length));
        writer.Bytes(9, program);
        writer.Int64(8, form);
        writer.Bool(7, effectiveTime is null);
        return Finish(ref writer, 51, effectiveTime ?? default, TillContext.Empty);
    }

    /// <summary>The hash of a retirement.</summary>
    public static ContentHash Retire(long version)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(NumbersBytes));
        writer.Int64(7, version);
        return Finish(ref writer, 52, default, TillContext.Empty);
    }

    /// <summary>The hash of an adjustment.</summary>
    /// <param name="occurTime">When it happened.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="points">The signed points.</param>
    /// <param name="reasonCode">Why, in a code.</param>
    /// <param name="noteHash">A keyed hash of the note, which may be personal; empty for none.</param>
    public static ContentHash Adjust(
        LedgerTime occurTime, TillContext context, long points, string reasonCode, string noteHash)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(
            NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(reasonCode) + EncodeBuffer.BytesOf(noteHash)));
        writer.String(9, noteHash);
        writer.String(8, reasonCode);
        writer.Int64(7, points);
        return Finish(ref writer, 6, occurTime, context);
    }

    /// <summary>The hash of a write-off.</summary>
    public static ContentHash WriteOff(LedgerTime occurTime, TillContext context, long points, string reasonCode)
    {
        var writer = new BackwardWriter(
            EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(reasonCode)));
        writer.String(8, reasonCode);
        writer.Int64(7, points);
        return Finish(ref writer, 69, occurTime, context);
    }

    /// <summary>The hash of a grant of a tier.</summary>
    public static ContentHash GrantTier(
        LedgerTime occurTime, TillContext context, TierHold grant, string reasonCode, string matchedProgram)
    {
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(
            NumbersBytes + BytesMax(context) + EncodeBuffer.BytesOf(grant.TierId) + EncodeBuffer.BytesOf(reasonCode)
            + EncodeBuffer.BytesOf(matchedProgram)));
        writer.String(10, matchedProgram);
        writer.String(9, reasonCode);
        writer.Fixed64(8, grant.EndTime.UnixNanoseconds);
        writer.String(7, grant.TierId);
        return Finish(ref writer, 72, occurTime, context);
    }

    private static ContentHash OfBasket(int kind, LedgerTime occurTime, TillContext context, Basket basket)
    {
        var writer = new BackwardWriter(
            EncodeBuffer.OfAtLeast(NumbersBytes + BytesMax(context) + BasketCodec.BytesMax(basket)));
        BasketCodec.Write(ref writer, 7, basket);
        return Finish(ref writer, kind, occurTime, context);
    }

    private static ContentHash Finish(ref BackwardWriter writer, int kind, LedgerTime occurTime, TillContext context)
    {
        WriteCommon(ref writer, kind, occurTime, context);
        Span<byte> hash = stackalloc byte[ContentHash.Size];
        XxHash128.Hash(writer.Written, hash);
        return ContentHash.FromBytes(hash);
    }

    private static void WriteCommon(ref BackwardWriter writer, int kind, LedgerTime occurTime, TillContext context)
    {
        writer.String(12, context.Channel);
        writer.String(6, context.ReceiptId);
        writer.String(5, context.CashierId);
        writer.String(4, context.TillId);
        writer.String(3, context.StoreId);
        writer.Fixed64(2, occurTime.UnixNanoseconds);
        writer.Int64(1, kind);
    }

    private static void WriteReturn(
        ref BackwardWriter writer, long saleRevision, string saleRequestId, ReturnPart[] parts)
    {
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var end = writer.BeginMessage();
            writer.Int64(3, parts[i].AmountMinor);
            writer.Int64(2, parts[i].QuantityThousandths);
            writer.String(1, parts[i].LineId);
            writer.EndMessage(9, end);
        }

        writer.String(8, saleRequestId);
        writer.Int64(7, saleRevision);
    }

    private static int BytesMax(ReturnPart[] parts) =>
        parts.Sum(part => NumbersBytes + EncodeBuffer.BytesOf(part.LineId));

    private static int BytesMax(TillContext context) =>
        EncodeBuffer.BytesOf(context.StoreId)
        + EncodeBuffer.BytesOf(context.TillId)
        + EncodeBuffer.BytesOf(context.CashierId)
        + EncodeBuffer.BytesOf(context.ReceiptId)
        + EncodeBuffer.BytesOf(context.Channel);
}
