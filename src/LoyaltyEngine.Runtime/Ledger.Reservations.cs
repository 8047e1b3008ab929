using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime;

// Reservations: points held for a burn under way.
public sealed partial class Ledger
{
    /// <summary>Holds points for a burn under way.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="points">The points; greater than 0.</param>
    /// <param name="durationSeconds">How long at most; 0 for as long as the program says.</param>
    public ValueTask<WriteAnswer> ReserveAsync(
        ProgramHost program, string memberId, in RequestHead head, long points, long durationSeconds) =>
        ExecuteAsync(program, memberId, head.Principal, new MemberCommand.ReservePoints(points, durationSeconds)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.Reserve(head.OccurTime, head.Context, points, durationSeconds),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Burns what a reservation holds and frees the rest.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="reservation">The entry or the request that began it.</param>
    /// <param name="points">The points to burn; 0 for all.</param>
    public ValueTask<WriteAnswer> CaptureAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget reservation, long points) =>
        ExecuteAsync(program, memberId, head, reservation, new MemberCommand.CaptureReservation(points)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.OfReservation(
                67, head.OccurTime, head.Context, reservation.Revision, reservation.RequestId, points),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Frees what a reservation holds.</summary>
    public ValueTask<WriteAnswer> ReleaseAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget reservation) =>
        ExecuteAsync(program, memberId, head, reservation, new MemberCommand.ReleaseReservation
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.OfReservation(
                65, head.OccurTime, head.Context, reservation.Revision, reservation.RequestId, number: 0),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });

    /// <summary>Lets a reservation end later.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="head">What all writes have in common.</param>
    /// <param name="reservation">The entry or the request that began it.</param>
    /// <param name="durationSeconds">How long from now at most; 0 for as long as the program says.</param>
    public ValueTask<WriteAnswer> ExtendAsync(
        ProgramHost program, string memberId, RequestHead head, EntryTarget reservation, long durationSeconds) =>
        ExecuteAsync(program, memberId, head, reservation, new MemberCommand.ExtendReservation(durationSeconds)
        {
            RequestId = head.RequestId,
            RequestKey = RequestKey.Of(head.RequestId),
            ContentHash = ContentHasher.OfReservation(
                66, head.OccurTime, head.Context, reservation.Revision, reservation.RequestId, durationSeconds),
            OccurTime = head.OccurTime,
            Context = head.Context,
            ExpectedRevision = head.ExpectedRevision,
        });
}
