using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Protos.V1;
using NodaTime;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Makes the requests of a replay. They are functions of the file alone, so that a second run sends the same ids with
/// the same content and changes nothing.
/// </summary>
internal sealed class PurchaseRequests(string programId, string currencyCode)
{
    /// <summary>The request id under which every member is enrolled: ids are scoped to the member.</summary>
    public const string EnrolRequestId = "enrol";

    private const char IdSeparator = ':';

    /// <summary>The longest request id that the engine takes.</summary>
    private const int MaxRequestIdLength = 64;

    /// <summary>Enrols a member as of the member's first purchase in the file.</summary>
    public EnrolMemberRequest Enrol(Purchase first) => new()
    {
        ProgramId = programId,
        MemberId = first.MemberId,
        RequestId = EnrolRequestId,
        OccurTime = TimestampOf(first.OccurTime),
    };

    public EarnPointsRequest Earn(Purchase purchase) => new()
    {
        ProgramId = programId,
        MemberId = purchase.MemberId,
        RequestId = purchase.Number,
        OccurTime = TimestampOf(purchase.OccurTime),
        Context = ContextOf(purchase),
        Basket = BasketOf(purchase.Lines),
    };

    public ReturnPurchaseRequest Return(Purchase purchase) => Return(purchase, purchase.Lines);

    /// <summary>The return of a part of a cancellation's lines without a reference to a sale.</summary>
    public ReturnPurchaseRequest Return(Purchase cancellation, IReadOnlyList<InvoiceLine> lines)
    {
        var request = ReturnAs(cancellation, cancellation.Number);
        request.Basket = BasketOf(lines);
        return request;
    }

    /// <summary>The return of what a cancellation brings back of one sale.</summary>
    public ReturnPurchaseRequest Return(Purchase cancellation, ReturnOfInvoice ofSale)
    {
        var request = ReturnAs(cancellation, $"{cancellation.Number}{IdSeparator}{ofSale.SaleNumber}");
        request.SaleRequestId = ofSale.SaleNumber;
        foreach (var part in ofSale.Parts)
        {
            request.Lines.Add(new ReturnedLine
            {
                LineId = LineId(part.SaleLine),
                Quantity = QuantityText(part.Quantity),
            });
        }

        return request;
    }

    /// <summary>Whether the return of a sale by a cancellation can have a request id.</summary>
    public static bool CanName(string cancellation, string sale) =>
        cancellation.Length + 1 + sale.Length <= MaxRequestIdLength;

    /// <summary>
    /// Sees to it that a cancellation that is matched whole is not returned without a reference as well: its own number
    /// can never be a request's any more.
    /// </summary>
    public CancelRequestRequest Close(Purchase cancellation) => new()
    {
        ProgramId = programId,
        MemberId = cancellation.MemberId,
        RequestId = cancellation.Number,
        Context = ContextOf(cancellation),
    };

    public GetBalanceRequest Balance(string memberId) => new() { ProgramId = programId, MemberId = memberId };

    private static string LineId(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string QuantityText(decimal quantity) => quantity.ToString("0.###", CultureInfo.InvariantCulture);

    private static TillContext ContextOf(Purchase purchase) => new() { ReceiptId = purchase.Number };

    private static Timestamp TimestampOf(Instant instant) => Timestamp.FromDateTimeOffset(instant.ToDateTimeOffset());

    private ReturnPurchaseRequest ReturnAs(Purchase cancellation, string requestId) => new()
    {
        ProgramId = programId,
        MemberId = cancellation.MemberId,
        RequestId = requestId,
        OccurTime = TimestampOf(cancellation.OccurTime),
        Context = ContextOf(cancellation),
    };

    private Basket BasketOf(IReadOnlyList<InvoiceLine> lines)
    {
        var basket = new Basket { CurrencyCode = currencyCode };
        foreach (var line in lines)
        {
            basket.Lines.Add(new BasketLine
            {
                LineId = LineId(basket.Lines.Count + 1),
                Sku = line.Sku,
                Quantity = QuantityText(line.Quantity),
                AmountMinor = line.AmountMinor,
            });
        }

        return basket;
    }
}
