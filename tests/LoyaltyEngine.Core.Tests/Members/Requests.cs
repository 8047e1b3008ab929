using System.Text;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// Commands as a till would send them. An amount of points is sent as a basket worth just that much: a pound a point.
/// </summary>
internal static class Requests
{
    public static readonly LedgerTime Noon = new(1_780_000_000_000_000_000);

    public static MemberCommand.EnrolMember Enrol(string id = "enrol", string given = "Ada") =>
        new([1, 2, 3], [[4, 5]])
        {
            RequestId = id,
            RequestKey = Key(id),
            ContentHash = Content($"enrol {given}"),
            OccurTime = Noon,
        };

    public static MemberCommand.EarnPoints Earn(long points, string? id = null) =>
        EarnMinor(points * 100, id ?? $"earn {points}");

    public static MemberCommand.EarnPoints EarnMinor(long amountMinor, string id) => new(BasketOf(amountMinor))
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content($"earn {amountMinor}"),
        OccurTime = Noon,
    };

    public static MemberCommand.BurnPoints Burn(long points, string? id = null) => new(points)
    {
        RequestId = id ?? $"burn {points}",
        RequestKey = Key(id ?? $"burn {points}"),
        ContentHash = Content($"burn {points}"),
        OccurTime = Noon,
    };

    public static MemberCommand.ReservePoints Reserve(long points, long seconds = 0, string? id = null) =>
        new(points, seconds)
        {
            RequestId = id ?? $"reserve {points}",
            RequestKey = Key(id ?? $"reserve {points}"),
            ContentHash = Content($"reserve {points} {seconds}"),
            OccurTime = Noon,
        };

    public static MemberCommand.CaptureReservation Capture(long points = 0, string id = "capture") => new(points)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content($"capture {points}"),
        OccurTime = Noon,
    };

    public static MemberCommand.ReleaseReservation Release(string id = "release") => new()
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content("release"),
        OccurTime = Noon,
    };

    public static MemberCommand.ExtendReservation Extend(long seconds = 0, string id = "extend") => new(seconds)
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = Content($"extend {seconds}"),
        OccurTime = Noon,
    };

    public static MemberCommand.ReturnPurchase Return(long points, string? id = null) => new(BasketOf(points * 100))
    {
        RequestId = id ?? $"return {points}",
        RequestKey = Key(id ?? $"return {points}"),
        ContentHash = Content($"return {points}"),
        OccurTime = Noon,
    };

    public static MemberCommand.ReturnSale ReturnAhead(string saleRequestId, params ReturnPart[] parts) => new(parts)
    {
        RequestId = $"return {saleRequestId}",
        RequestKey = Key($"return {saleRequestId}"),
        ContentHash = Content($"return {saleRequestId} {parts.Length}"),
        OccurTime = Noon,
        AwaitedRequestId = saleRequestId,
        AwaitedRequestKey = Key(saleRequestId),
    };

    public static MemberCommand.ExchangePurchase Exchange(long points, params ReturnPart[] parts) =>
        new(parts, BasketOf(points * 100))
        {
            RequestId = "exchange",
            RequestKey = Key("exchange"),
            ContentHash = Content($"exchange {points}"),
            OccurTime = Noon,
        };

    public static MemberCommand.AdjustPoints Adjust(long points, string? id = null, string reason = "goodwill") =>
        new(points, reason, [6])
        {
            RequestId = id ?? $"adjust {points}",
            RequestKey = Key(id ?? $"adjust {points}"),
            ContentHash = Content($"adjust {points} {reason}"),
            OccurTime = Noon,
        };

    public static MemberCommand.ActivatePoints Activate(string happening = "delivered", string id = "activate") =>
        new(happening)
        {
            RequestId = id,
            RequestKey = Key(id),
            ContentHash = Content($"activate {happening}"),
            OccurTime = Noon,
        };

    public static MemberCommand.GrantTier Grant(
        string tierId, LedgerTime endTime, string id = "grant", string matched = "", string reason = "goodwill") =>
        new(tierId, endTime, reason, matched)
        {
            RequestId = id,
            RequestKey = Key(id),
            ContentHash = Content($"grant {tierId} {endTime} {matched} {reason}"),
            OccurTime = Noon,
        };

    public static MemberCommand.WriteOffDebt WriteOff(long points, string? id = null, string reason = "goodwill") =>
        new(points, reason)
        {
            RequestId = id ?? $"write off {points}",
            RequestKey = Key(id ?? $"write off {points}"),
            ContentHash = Content($"write off {points} {reason}"),
            OccurTime = Noon,
        };

    public static MemberCommand.ReversePoints Reverse(long revision, string? id = null) => new()
    {
        RequestId = id ?? $"reverse {revision}",
        RequestKey = Key(id ?? $"reverse {revision}"),
        ContentHash = Content($"reverse {revision}"),
        OccurTime = Noon,
    };

    public static MemberCommand.CancelRequest Cancel(string id) => new()
    {
        RequestId = id,
        RequestKey = Key(id),
        ContentHash = default,
        OccurTime = Noon,
    };

    /// <summary>A basket of that amount, in as many lines as the limit of a line's amount asks for.</summary>
    public static Basket BasketOf(long amountMinor, string currencyCode = Terms.Currency)
    {
        var lines = new List<BasketLine>();
        var left = amountMinor;
        do
        {
            var amount = Math.Min(left, Basket.AmountMinorMax);
            lines.Add(new BasketLine($"{lines.Count + 1}", "22423", [], 1_000, amount));
            left -= amount;
        }
        while (left > 0);
        return new Basket(currencyCode, [.. lines]);
    }

    /// <summary>Any 64 bits will do for a key, as long as its upper half, which is remembered, depends on the
    /// id.</summary>
    public static ulong Key(string id) => Fnv(id, 14_695_981_039_346_656_037) | 1;

    public static ContentHash Content(string content) =>
        new(Fnv(content, 14_695_981_039_346_656_037), Fnv(content, 1_099_511_628_211));

    private static ulong Fnv(string text, ulong seed)
    {
        var hash = seed;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ unit) * 1_099_511_628_211);
        return hash;
    }
}
