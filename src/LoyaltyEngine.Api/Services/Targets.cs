using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Api.Services;

/// <summary>Finds the program that a request speaks of, and ends a request that is ill-formed.</summary>
internal static class Targets
{
    /// <summary>Checks the ids of program and member; null where the program does not run.</summary>
    public static ProgramHost? Read(Ledger ledger, string programId, string memberId, ref FieldChecks checks)
    {
        checks.ProgramId(programId);
        checks.MemberId(memberId);
        return ledger.FindProgram(programId);
    }

    /// <summary>The program, once all fields were checked.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is ill-formed or the program does not run.</exception>
    public static ProgramHost Require(ProgramHost? program, string programId, in FieldChecks checks)
    {
        if (checks.Violations is { } violations)
            throw Failures.Invalid(violations);
        return program ?? throw Failures.ProgramUnknown(programId);
    }
}
