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
        Basket = BasketOf(purchase),
    };

    public ReturnPurchaseRequest Return(Purchase purchase) => new()
    {
        ProgramId = programId,
        MemberId = purchase.MemberId,
        RequestId = purchase.Number,
        OccurTime = TimestampOf(purchase.OccurTime),
        Context = ContextOf(purchase),
        Basket = BasketOf(purchase),
    };

    public GetBalanceRequest Balance(string memberId) => new() { ProgramId = programId, MemberId = memberId };

    private static TillContext ContextOf(Purchase purchase) => new() { ReceiptId = purchase.Number };

    private static Timestamp TimestampOf(Instant instant) => Timestamp.FromDateTimeOffset(instant.ToDateTimeOffset());

    private Basket BasketOf(Purchase purchase)
    {
        var basket = new Basket { CurrencyCode = currencyCode };
        foreach (var line in purchase.Lines)
        {
            basket.Lines.Add(new BasketLine
            {
                LineId = (basket.Lines.Count + 1).ToString(CultureInfo.InvariantCulture),
                Sku = line.Sku,
                Quantity = line.Quantity.ToString("0.###", CultureInfo.InvariantCulture),
                AmountMinor = line.AmountMinor,
            });
        }

        return basket;
    }
}
