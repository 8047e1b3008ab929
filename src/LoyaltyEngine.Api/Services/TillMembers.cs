using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Finds the member whom a till names by an identifier. Thread-safe.</summary>
internal sealed class TillMembers(Ledger ledger, MemberEnrolment enrolment)
{
    // Another till may enrol with the identifier at the same time; then it is found the next time.
    private const int AttemptsMax = 4;

    /// <summary>The member who has it.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nobody has it.</exception>
    public async ValueTask<string> FindHolderAsync(ProgramHost program, V1.Identifier identifier)
    {
        var answer = await enrolment.Identifiers.FindAsync(program, Read(identifier));
        return answer.State == IdentifierState.Held ? answer.MemberId : throw Refusal(answer.State);
    }

    /// <summary>
    /// The member who is to answer a write: who has it, or who had it last where the request took effect then.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">Nobody has it, and the request never took effect.</exception>
    public async ValueTask<string> FindAsync(ProgramHost program, V1.Identifier identifier, RequestHead head)
    {
        var answer = await enrolment.Identifiers.FindAsync(program, Read(identifier));
        return answer.State == IdentifierState.Held || await IsOldRequestAsync(program, answer, head)
            ? answer.MemberId
            : throw Refusal(answer.State);
    }

    /// <summary>The same; where nobody has it and the program enrols at the till, a member enrolled with it.</summary>
    /// <exception cref="Grpc.Core.RpcException">Nobody has it, and nobody could be enrolled.</exception>
    public async ValueTask<string> FindOrEnrolAsync(ProgramHost program, V1.Identifier identifier, RequestHead head)
    {
        var read = Read(identifier);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await enrolment.Identifiers.FindAsync(program, read);
            if (answer.State == IdentifierState.Held || await IsOldRequestAsync(program, answer, head))
                return answer.MemberId;
            if (answer.State == IdentifierState.Retired || !EnrolsAtTill(program, read))
                throw Refusal(answer.State);

            var memberId = enrolment.TillMemberIdOf(program, read, answer.Revision);
            var enrolled = await enrolment.EnrolAtTillAsync(program, memberId, head, read);
            if (enrolled.Rejection is not { } rejection)
                return memberId;
            if (attempt == AttemptsMax
                || rejection.Reason is not (
                    RejectionReason.IdentifierTaken
                    or RejectionReason.MemberAlreadyEnrolled
                    or RejectionReason.RequestIdReused))
            {
                throw Failures.Rejected(rejection);
            }
        }
    }

    /// <summary>
    /// The member who has it or had it last; where nobody ever had it and the program enrols at the till, who would be
    /// enrolled with it.
    /// </summary>
    /// <exception cref="Grpc.Core.RpcException">Nobody ever had it.</exception>
    public async ValueTask<string> FindLastHolderAsync(ProgramHost program, V1.Identifier identifier)
    {
        var read = Read(identifier);
        var answer = await enrolment.Identifiers.FindAsync(program, read);
        if (answer.State != IdentifierState.Unknown)
            return answer.MemberId;
        return EnrolsAtTill(program, read)
            ? enrolment.TillMemberIdOf(program, read, answer.Revision)
            : throw Refusal(answer.State);
    }

    // Some that are known from before can no longer be given.
    private bool EnrolsAtTill(ProgramHost program, MemberIdentifier identifier) =>
        ledger.ProgramNow(program).Definition.Enrolment.AtTill
        && enrolment.Identifiers.HashOf(program, identifier) is not null;

    private async ValueTask<bool> IsOldRequestAsync(ProgramHost program, IdentifierAnswer answer, RequestHead head) =>
        answer.State is IdentifierState.Released or IdentifierState.Retired
        && (await ledger.GetOutcomeAsync(program, answer.MemberId, head.RequestId)).Event is not null;

    private static MemberIdentifier Read(V1.Identifier identifier) => new(identifier.Kind, identifier.Value);

    private static Grpc.Core.RpcException Refusal(IdentifierState state) => Failures.Rejected(new Rejection(
        state == IdentifierState.Retired ? RejectionReason.IdentifierRetired : RejectionReason.IdentifierUnknown));
}
