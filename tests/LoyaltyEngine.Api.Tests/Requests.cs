using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Well-formed requests, to be spoilt or sent as they are.</summary>
internal static class Requests
{
    public const string Program = "sample";
    public const string Member = "17850";

    public static Timestamp Now { get; } = Timestamp.FromDateTimeOffset(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public static EnrolMemberRequest Enrol(string memberId = Member, string requestId = "enrol") => new()
    {
        ProgramId = Program,
        MemberId = memberId,
        RequestId = requestId,
        OccurTime = Now,
    };

    public static EarnPointsRequest Earn(string requestId, params long[] amountsMinor)
    {
        var request = new EarnPointsRequest
        {
            ProgramId = Program,
            MemberId = Member,
            RequestId = requestId,
            OccurTime = Now,
            Context = new TillContext
            {
                StoreId = "S001",
                TillId = "3",
                CashierId = "77",
                ReceiptId = "R-1",
                Channel = "app",
            },
            Basket = new Basket { CurrencyCode = "GBP" },
        };
        foreach (var amount in amountsMinor)
            request.Basket.Lines.Add(new BasketLine { Sku = "85123A", AmountMinor = amount });
        return request;
    }

    public static BurnPointsRequest Burn(string requestId, long points) => new()
    {
        ProgramId = Program,
        MemberId = Member,
        RequestId = requestId,
        OccurTime = Now,
        Points = points,
    };

    public static ReturnPurchaseRequest Return(string requestId, long amountMinor) => new()
    {
        ProgramId = Program,
        MemberId = Member,
        RequestId = requestId,
        OccurTime = Now,
        Basket = Earn(requestId, amountMinor).Basket,
    };

    public static ReversePointsRequest Reverse(string requestId, string targetRequestId) => new()
    {
        ProgramId = Program,
        MemberId = Member,
        RequestId = requestId,
        OccurTime = Now,
        TargetRequestId = targetRequestId,
    };

    public static WriteOffDebtRequest WriteOff(string requestId, long points, string reasonCode = "goodwill") => new()
    {
        ProgramId = Program,
        MemberId = Member,
        RequestId = requestId,
        OccurTime = Now,
        Points = points,
        ReasonCode = reasonCode,
    };

    public static AdjustPointsRequest Adjust(
        string requestId, long points, string reasonCode = "goodwill", string note = "") => new()
    {
        ProgramId = Program,
        MemberId = Member,
        RequestId = requestId,
        OccurTime = Now,
        Points = points,
        ReasonCode = reasonCode,
        Note = note,
    };

    public static QuotePointsRequest Quote(params long[] amountsMinor) => new()
    {
        ProgramId = Program,
        MemberId = Member,
        OccurTime = Now,
        Context = Earn("", amountsMinor).Context,
        Basket = amountsMinor.Length == 0 ? null : Earn("", amountsMinor).Basket,
    };

    public static ExplainEntryRequest Explain(string requestId) =>
        new() { ProgramId = Program, MemberId = Member, TargetRequestId = requestId };

    public static ExplainBalanceRequest ExplainBalance() => new() { ProgramId = Program, MemberId = Member };

    public static VerifyMemberRequest Verify() => new() { ProgramId = Program, MemberId = Member };

    public static GetBalanceRequest Balance(string memberId = Member) =>
        new() { ProgramId = Program, MemberId = memberId };

    public static GetOutcomeRequest Outcome(string requestId) =>
        new() { ProgramId = Program, MemberId = Member, RequestId = requestId };

    public static CancelRequestRequest Cancel(string requestId) =>
        new() { ProgramId = Program, MemberId = Member, RequestId = requestId };

    public static ListEntriesRequest List(int pageSize = 0, string pageToken = "") =>
        new() { ProgramId = Program, MemberId = Member, PageSize = pageSize, PageToken = pageToken };
}
