using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Verification;

/// <summary>What reading a whole journal has shown.</summary>
/// <param name="RecordCount">Entries and snapshots that were read.</param>
/// <param name="StreamCount">Streams that they make.</param>
/// <param name="Programs">The books of each program, by its id, and its tenant's before it but for the default tenant.
/// </param>
/// <param name="Faults">Every law that is broken, the first <see cref="LedgerVerifier.FaultCountMax"/> of them.</param>
public sealed record VerificationReport(
    long RecordCount,
    long StreamCount,
    IReadOnlyDictionary<string, ProgramTotals> Programs,
    IReadOnlyList<LedgerFault> Faults)
{
    /// <summary>What commits to the entries of each day, by day.</summary>
    public IReadOnlyList<DayRoot> DayRoots { get; init; } = [];
}
