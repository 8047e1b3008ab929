using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>What became of a publication or retirement; durable before it is given.</summary>
/// <param name="History">The program as it was with the record; null where it was refused.</param>
/// <param name="Record">The record that answers it; null where it was refused.</param>
/// <param name="IsReplay">Whether an earlier call of the same request made the record.</param>
/// <param name="Rejection">Why it was refused; null where it was accepted.</param>
public sealed record ProgramAnswer(
    ProgramHistory? History, ProgramRecord? Record, bool IsReplay, ProgramRejection? Rejection)
{
    internal static ProgramAnswer Refused(ProgramRejectionReason reason, params (string, string)[] facts) =>
        new(null, null, false, new ProgramRejection(reason, facts));

    internal static ProgramAnswer Faulty(IReadOnlyList<ProgramFault> faults) =>
        new(null, null, false, new ProgramRejection(ProgramRejectionReason.ProgramFaulty) { Faults = faults });

    internal static ProgramAnswer Accepted(ProgramHistory history, ProgramRecord record, bool isReplay) =>
        new(history.AsOf(record), record, isReplay, null);
}
