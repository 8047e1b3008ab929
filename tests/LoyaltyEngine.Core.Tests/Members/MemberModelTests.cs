using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Tests.Members.Model;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>The engine answers random histories as the independent model does.</summary>
public sealed class MemberModelTests
{
    [Fact]
    public void AnyHistory_PlayedByModelAndEngine_IsAnsweredAlike()
    {
        var met = new HashSet<string>();
        Laws.Hold(Histories.OfUpTo(400), 1_500, steps =>
        {
            var history = new History();
            var model = new ModelMember();
            var live = new LiveMember();
            foreach (var step in steps)
            {
                if (history.Next(step, live.Entries) is not { } request)
                    continue;
                if (step.Pick % 41 == 0)
                    live.Restart(entriesAfter: step.Pick / 41 % 30);
                var expected = model.Send(request, history.Terms);
                live.Send(request, CompiledTerms.Of(history.Terms)).ShouldBe(expected, $"{request}");
                met.UnionWith(WhatIsMet(expected));
            }

            met.UnionWith(live.Entries.OfType<MemberEvent.ExpiryNoticed>().Select(_ => "noticed"));
            met.UnionWith(live.Entries.OfType<MemberEvent.PointsExpired>().Select(
                entry => entry.Settlement.LotChanges[^1].ExpireTime.IsWhenInactive ? "lapsed" : "expired"));
        });

        // The histories are no good if they miss a rule. Only the limit of points is out of reach of a model that keeps
        // every single coin, no sale of its is old enough to lack its claim, and few reservations are open and few
        // returns wait at once. What a member is known by and allowed is for ProfileDeciderTests, tiers are for
        // TierModelTests.
        var reachable = Enum.GetNames<RejectionReason>().Except(
        [
            "None", "PointsOverflow", "MemberErased", "MemberBlocked", "MemberClosed", "AgeBelowMinimum",
            "IdentifierUnknown", "IdentifierAlreadyHeld", "IdentifierRetired", "IdentifierCountExceeded",
            "ProfileMoved", "SaleNotDivisible", "ReservationCountExceeded",
            "ReturnWaitCountExceeded", "TiersNotOffered", "TierUnknown", "TierGrantOver", "TierNotGranted",
        ]);
        string[] outcomes =
        [
            "accepted", "replayed", "forgiven", "owed", "repaid", "pending", "reserved", "noticed", "lapsed", "expired",
        ];
        met.ShouldBe([.. reachable, .. outcomes], ignoreOrder: true);
    }

    private static IEnumerable<string> WhatIsMet(PlainAnswer answer)
    {
        yield return answer.Verdict;
        if (answer.Forgiven > 0)
            yield return "forgiven";
        if (answer.Pending > 0)
            yield return "pending";
        if (answer.Reserved > 0)
            yield return "reserved";
        if (answer.DebtChange != 0)
            yield return answer.DebtChange > 0 ? "owed" : "repaid";
    }
}
