using System.Runtime.CompilerServices;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Core.Baskets;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Wire;

/// <summary>
/// Reads <c>loyalty.v1.EarnPointsRequest</c>. The tags are those of the proto files: field number times 8, plus 2 for
/// what has a length and 0 for a number.
/// </summary>
internal static class EarnRequestReader
{
    private const int CategoryCountMax = 16;

    /// <summary>The request; null for what the generated parser is to read.</summary>
    public static EarnRequest? TryRead(ReadOnlySpan<byte> message)
    {
        var (programId, memberId, requestId) = ("", "", "");
        SentTime? occurTime = null;
        TillContext? context = null;
        SentBasket? basket = null;
        long? expectedRevision = null;
        V1.Identifier? identifier = null;
        var reader = new WireReader(message);
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    programId = reader.CommonText();
                    break;
                case (2 << 3) | 2:
                    memberId = reader.OwnText();
                    break;
                case (3 << 3) | 2:
                    requestId = reader.OwnText();
                    break;
                case (4 << 3) | 2 when occurTime is null:
                    occurTime = ReadTime(ref reader);
                    break;
                case (5 << 3) | 2 when context is null:
                    context = ReadContext(ref reader);
                    break;
                case (6 << 3) | 2 when basket is null:
                    basket = ReadBasket(ref reader);
                    break;
                case 7 << 3:
                    expectedRevision = reader.Int64();
                    break;
                case (15 << 3) | 2 when identifier is null:
                    identifier = ReadIdentifier(ref reader);
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        return reader.GaveUp ? null : new EarnRequest
        {
            ProgramId = programId,
            MemberId = memberId,
            MemberIdentifier = identifier,
            RequestId = requestId,
            OccurTime = occurTime,
            Context = context,
            Basket = basket,
            ExpectedRevision = expectedRevision,
        };
    }

    private static V1.Identifier ReadIdentifier(ref WireReader outer)
    {
        var (kind, value) = ("", "");
        var reader = new WireReader(outer.Bytes());
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    kind = reader.CommonText();
                    break;
                case (2 << 3) | 2:
                    value = reader.OwnText();
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        GiveUpWith(reader, ref outer);
        return new V1.Identifier { Kind = kind, Value = value };
    }

    private static SentTime ReadTime(ref WireReader outer)
    {
        var (seconds, nanos) = (0L, 0);
        var reader = new WireReader(outer.Bytes());
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case 1 << 3:
                    seconds = reader.Int64();
                    break;
                case 2 << 3:
                    nanos = (int)reader.Int64();
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        GiveUpWith(reader, ref outer);
        return new SentTime(seconds, nanos);
    }

    private static TillContext ReadContext(ref WireReader outer)
    {
        var (store, till, cashier, receipt, channel) = ("", "", "", "", "");
        var reader = new WireReader(outer.Bytes());
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    store = reader.CommonText();
                    break;
                case (2 << 3) | 2:
                    till = reader.CommonText();
                    break;
                case (3 << 3) | 2:
                    cashier = reader.CommonText();
                    break;
                case (4 << 3) | 2:
                    receipt = reader.OwnText();
                    break;
                case (5 << 3) | 2:
                    channel = reader.CommonText();
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        GiveUpWith(reader, ref outer);
        return new TillContext(store, till, cashier, receipt, channel);
    }

    private static SentBasket? ReadBasket(ref WireReader outer)
    {
        var bytes = outer.Bytes();
        var (count, paymentCount) = CountParts(bytes);
        if (count is < 0 or > Basket.LineCountMax || paymentCount > Basket.PaymentCountMax)
        {
            outer.GiveUp();
            return null;
        }

        var currency = "";
        var lines = count == 0 ? [] : new BasketLine[count];
        var payments = paymentCount == 0 ? [] : new Payment[paymentCount];
        var (next, nextPayment) = (0, 0);
        var reader = new WireReader(bytes);
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            if (tag == ((1 << 3) | 2))
                currency = reader.CommonText();
            else if (tag == ((2 << 3) | 2))
                lines[next++] = ReadLine(ref reader);
            else
                payments[nextPayment++] = ReadPayment(ref reader);
        }

        GiveUpWith(reader, ref outer);
        return new SentBasket(currency, lines, payments, count);
    }

    private static Payment ReadPayment(ref WireReader outer)
    {
        var (tender, amountMinor) = ("", 0L);
        var reader = new WireReader(outer.Bytes());
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    tender = reader.CommonText();
                    break;
                case 2 << 3:
                    amountMinor = reader.Int64();
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        GiveUpWith(reader, ref outer);
        return new Payment(tender, amountMinor);
    }

    // -1 for a basket that has anything but a currency, lines and payments.
    private static (int Lines, int Payments) CountParts(ReadOnlySpan<byte> basket)
    {
        var (count, payments) = (0, 0);
        var reader = new WireReader(basket);
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            if (tag == ((2 << 3) | 2))
                count++;
            else if (tag == ((3 << 3) | 2))
                payments++;
            else if (tag != ((1 << 3) | 2))
                return (-1, 0);
            reader.Bytes();
        }

        return reader.GaveUp ? (-1, 0) : (count, payments);
    }

    private static BasketLine ReadLine(ref WireReader outer)
    {
        var (lineId, sku) = ("", "");
        var (quantity, amountMinor) = (Quantities.Parse([]), 0L);
        var categories = default(Categories);
        var categoryCount = 0;
        var reader = new WireReader(outer.Bytes());
        for (var tag = reader.Tag(); tag != 0; tag = reader.Tag())
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    lineId = reader.CommonText();
                    break;
                case (2 << 3) | 2:
                    sku = reader.CommonText();
                    break;
                case (3 << 3) | 2 when categoryCount < CategoryCountMax:
                    categories[categoryCount++] = reader.CommonText();
                    break;
                case (4 << 3) | 2:
                    quantity = Quantities.Parse(reader.Bytes());
                    if (quantity == Quantities.Unreadable)
                        reader.GiveUp();
                    break;
                case 5 << 3:
                    amountMinor = reader.Int64();
                    break;
                default:
                    reader.GiveUp();
                    break;
            }
        }

        GiveUpWith(reader, ref outer);
        string[] found = categoryCount == 0 ? [] : categories[..categoryCount].ToArray();
        return new BasketLine(lineId, sku, found, quantity, amountMinor);
    }

    private static void GiveUpWith(in WireReader inner, ref WireReader outer)
    {
        if (inner.GaveUp)
            outer.GiveUp();
    }

    [InlineArray(CategoryCountMax)]
    private struct Categories
    {
        private string _first;
    }
}
