using Grpc.Core;
using LoyaltyEngine.Api.Errors;
using LoyaltyEngine.Api.Validation;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

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

    /// <summary>Checks the ids of a program and of a member, who may be named by an identifier instead.</summary>
    public static ProgramHost? Read(
        Ledger ledger,
        ServerCallContext context,
        string programId,
        string memberId,
        V1.Identifier? identifier,
        ref FieldChecks checks)
    {
        if (identifier is null)
            return Read(ledger, context, programId, memberId, ref checks);
        var program = Read(ledger, context, programId, ref checks);
        if (memberId.Length > 0)
            checks.Add("member_identifier", "must not be given together with member_id");
        IdentifierReader.ReadKnown("member_identifier", identifier, program?.Schedule, ref checks);
        return program;
    }

    /// <summary>The version of the program in force now; null for none.</summary>
    public static LoyaltyProgram? ProgramNow(Ledger ledger, ProgramHost? program) =>
        program is null ? null : ledger.ProgramNow(program);

    /// <summary>The program, once all fields were checked.</summary>
    /// <exception cref="RpcException">A field is ill-formed or the tenant has no such program.</exception>
    public static ProgramHost Require(ProgramHost? program, string programId, in FieldChecks checks)
    {
        if (checks.Violations is { } violations)
            throw Failures.Invalid(violations);
        return program ?? throw Failures.ProgramUnknown(programId);
    }
}
