using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>Well-formed requests.</summary>
internal static class Requests
{
    public const string Program = "sample";

    private static readonly Timestamp OccurTime = Timestamp.FromDateTimeOffset(new(2026, 1, 2, 12, 0, 0,
        TimeSpan.Zero));

    public static EnrolMemberRequest Enrol(string memberId) =>
        new() { ProgramId = Program, MemberId = memberId, RequestId = "enrol", OccurTime = OccurTime };

    public static EarnPointsRequest Earn(string memberId, string requestId, long amountMinor, int lines = 1)
    {
        var request = new EarnPointsRequest
        {
            ProgramId = Program,
            MemberId = memberId,
            RequestId = requestId,
            OccurTime = OccurTime,
            Basket = new Basket { CurrencyCode = "GBP" },
        };
        for (var i = 0; i < lines; i++)
            request.Basket.Lines.Add(new BasketLine { Sku = new string('s', 64), AmountMinor = amountMinor });
        return request;
    }

    public static BurnPointsRequest Burn(string memberId, string requestId, long points) =>
        new() { ProgramId = Program, MemberId = memberId, RequestId = requestId, OccurTime = OccurTime, Points =
            points };

    public static GetBalanceRequest Balance(string memberId) => new() { ProgramId = Program, MemberId = memberId };
}
