using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Entries made by hand, for states that no decision would make.</summary>
internal static class Entry
{
    public static EntryOrigin Origin(long revision) => new()
    {
        Revision = revision,
        RecordTime = Requests.Noon,
        OccurTime = Requests.Noon,
        RequestId = $"by hand {revision}",
        RequestKey = Requests.Key($"by hand {revision}"),
        ContentHash = default,
        Principal = "test",
        ProgramVersion = 1,
        Context = TillContext.Empty,
    };

    public static MemberEvent Enrolment(long revision = 1) => new MemberEvent.MemberEnrolled([], [])
    {
        Origin = Origin(revision),
        BalanceAfter = default,
    };

    public static MemberEvent Earned(long revision, Balance after, long debtChange, params LotChange[] lots) =>
        new MemberEvent.PointsEarned(Requests.BasketOf(0), 0, [])
        {
            Origin = Origin(revision),
            Settlement = new Settlement(lots, debtChange),
            BalanceAfter = after,
        };

    public static MemberEvent Burned(long revision, Balance after, params LotChange[] lots) =>
        new MemberEvent.PointsBurned(Terms.Currency, 0)
        {
            Origin = Origin(revision),
            Settlement = new Settlement(lots, 0),
            BalanceAfter = after,
        };

    public static MemberEvent Reversed(long revision, long reversedRevision, Balance after, params LotChange[] lots) =>
        new MemberEvent.PointsReversed(reversedRevision, WasBurn: false, ForgivenPoints: 0)
        {
            Origin = Origin(revision),
            Settlement = new Settlement(lots, 0),
            BalanceAfter = after,
        };

    /// <summary>A change of a lot that never expires.</summary>
    public static LotChange Lot(long lot, long points) => new(lot, points, LedgerTime.Never);

    public static Balance Has(long available) => new(available, 0, 0, 0);

    public static Balance Owes(long debt) => new(0, 0, 0, debt);
}
