using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Load.Protos.V1;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Load.Echo;

/// <summary>
/// Answers a purchase with a message like the engine's own, made anew for each call as the engine must, of the
/// request's ids and of a sample's points.
/// </summary>
internal sealed class EchoAnswers(EarnPointsResponse sample) : EchoService.EchoServiceBase
{
    private static readonly Task<EmptyResponse> Nothing = Task.FromResult(new EmptyResponse());

    /// <summary>What the engine usually answers to a basket of five lines, for when no engine is at hand.</summary>
    public static EarnPointsResponse Usual => new()
    {
        Entry = new Entry
        {
            EntryId = "1000",
            Revision = 1000,
            ProgramVersion = 1,
            Points = 123,
            Principal = "anonymous",
            PointsEarned = new PointsEarned
            {
                AppliedRules =
                {
                    new AppliedRule { RuleId = "base", Points = 100, MatchedAmountMinor = 10_000 },
                    new AppliedRule { RuleId = "rule-0001", Points = 20, MatchedAmountMinor = 2_000 },
                    new AppliedRule { RuleId = "rule-0002", Points = 3, MatchedAmountMinor = 3_000 },
                },
                EligibleAmountMinor = 10_000,
            },
        },
        Balance = new Balance { AvailablePoints = 100_000 },
        Revision = 1000,
    };

    /// <inheritdoc/>
    public override Task<EarnPointsResponse> Echo(EarnPointsRequest request, ServerCallContext context)
    {
        var like = sample.Entry;
        var earned = new PointsEarned { EligibleAmountMinor = like.PointsEarned.EligibleAmountMinor };
        foreach (var rule in like.PointsEarned.AppliedRules)
        {
            earned.AppliedRules.Add(new AppliedRule
            {
                RuleId = rule.RuleId, Points = rule.Points, MatchedAmountMinor = rule.MatchedAmountMinor,
            });
        }

        var entry = new Entry
        {
            EntryId = like.EntryId,
            ProgramId = request.ProgramId,
            MemberId = request.MemberId,
            Revision = like.Revision,
            RequestId = request.RequestId,
            ProgramVersion = like.ProgramVersion,
            OccurTime = request.OccurTime,
            RecordTime = Timestamp.FromDateTime(DateTime.UtcNow),
            Context = request.Context,
            Points = like.Points,
            BalanceAfter = new Balance { AvailablePoints = sample.Balance.AvailablePoints },
            Principal = like.Principal,
            PointsEarned = earned,
        };
        return Task.FromResult(new EarnPointsResponse
        {
            Entry = entry,
            Balance = new Balance { AvailablePoints = sample.Balance.AvailablePoints },
            Revision = sample.Revision,
        });
    }

    /// <inheritdoc/>
    public override Task<EmptyResponse> Empty(EmptyRequest request, ServerCallContext context) => Nothing;
}
