using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Api.Services;

/// <summary>Finds the program that a request speaks of, and ends a request that is ill-formed.</summary>
internal static class Targets
{
    /// <summary>Checks the ids of tenant, program and member; null where the tenant has no such program.</summary>
    public static ProgramHost? Read(
        Ledger ledger, ServerCallContext context, string programId, string memberId, ref FieldChecks checks)
    {
        var program = Read(ledger, context, programId, ref checks);
        checks.MemberId(memberId);
        return program;
    }

    /// <summary>Checks the ids of tenant and program; null where the tenant has no such program.</summary>
    public static ProgramHost? Read(
        Ledger ledger, ServerCallContext context, string programId, ref FieldChecks checks)
    {
        var tenant = Tenants.Read(context, ref checks);
        checks.ProgramId(programId);
        return ledger.FindProgram(tenant, programId);
    }

    /// <summary>The program, once all fields were checked.</summary>
    /// <exception cref="RpcException">A field is ill-formed or the tenant has no such program.</exception>
    public static ProgramHost Require(ProgramHost? program, string programId, in FieldChecks checks)
    {
        if (checks.Violations is { } violations)
            throw Failures.Invalid(violations);
        return program ?? throw Failures.ProgramUnknown(programId);
    }
}
