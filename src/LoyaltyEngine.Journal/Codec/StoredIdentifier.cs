using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>One record of an identifier's stream.</summary>
/// <param name="Step">What it tells.</param>
/// <param name="MemberId">The member who claimed the identifier or gave it up.</param>
/// <param name="OtherHash">For a claim the identifier in whose place it came, for a retirement the one that came in its
/// place; empty for none.</param>
/// <param name="RecordTime">When it was decided.</param>
/// <param name="Principal">Who asked for it.</param>
public sealed record StoredIdentifier(
    IdentifierStep Step, string MemberId, byte[] OtherHash, LedgerTime RecordTime, string Principal);
