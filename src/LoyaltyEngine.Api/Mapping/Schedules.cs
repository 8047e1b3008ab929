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
        };
        response.Schedule.AddRange(answer.Schedule.Points.Select(ToProto));
        return response;
    }

    private static V1.ScheduledPoints ToProto(ScheduledPoints points) => new()
    {
        ActivateTime = points.ActivateTime == default ? null : Times.ToProto(points.ActivateTime),
        ExpireTime = points.ExpireTime.IsNever ? null : Times.ToProto(points.ExpireTime),
        Points = points.Points,
        ReservationEntryId = points.Reservation == 0 ? "" : EntryIds.Of(points.Reservation),
        ReservationEndTime = points.Reservation == 0 ? null : Times.ToProto(points.ReservationEndTime),
    };
}
