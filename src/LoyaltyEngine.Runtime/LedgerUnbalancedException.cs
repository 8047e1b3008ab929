using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime;

/// <summary>The books of a program do not balance (law 3) with some entry: a fault of the engine.</summary>
public sealed class LedgerUnbalancedException(string programId, StoredRecord record)
    : Exception($"The books of program {programId} do not balance with {record.Stream}, entry {record.Revision}.");
