using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Balances with their schedule as the API shows them.</summary>
internal static class Schedules
{
    public static V1.GetBalanceResponse ToProto(ScheduleAnswer answer)
    {
        if (!answer.IsEnrolled)
            throw Failures.MemberUnknown();
        var response = new V1.GetBalanceResponse
        {
            Balance = Entries.ToProto(answer.Balance),
            Revision = answer.Revision,
            UnscheduledPoints = answer.Schedule.PointsBeyond,
            Tier = answer.Tier is { } tier ? Tiers.ToProto(tier) : null,
        };
        response.Schedule.AddRange(answer.Schedule.Points.Select(ToProto));
        foreach (var waiting in answer.WaitingReturns)
        {
            response.WaitingReturns.Add(new V1.WaitingReturn
            {
                EntryId = EntryIds.Of(waiting.Id),
                SaleRequestId = waiting.SaleRequestId,
                OccurTime = Times.ToProto(waiting.OccurTime),
                EndTime = Times.ToProto(waiting.EndTime),
            });
        }

        foreach (var debt in answer.Debts)
        {
            response.Debts.Add(new V1.Debt
            {
                EntryId = EntryIds.Of(debt.Id),
                Points = debt.Points,
                SinceTime = Times.ToProto(debt.SinceTime),
            });
        }

        return response;
    }

    private static V1.ScheduledPoints ToProto(ScheduledPoints points) => new()
    {
        ActivateTime = points.ActivateTime == default || points.ActivateTime.IsNever
            ? null
            : Times.ToProto(points.ActivateTime),
        UntilEvent = points.ActivateTime.IsNever,
        ExpireTime = points.ExpireTime.IsNever ? null : Times.ToProto(points.ExpireTime),
        Points = points.Points,
        WhenInactive = points.WhenInactive,
        ReservationEntryId = points.Reservation == 0 ? "" : EntryIds.Of(points.Reservation),
        ReservationEndTime = points.Reservation == 0 ? null : Times.ToProto(points.ReservationEndTime),
    };
}
