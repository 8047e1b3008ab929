using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>What a command does to an identifier, together with the entry that it makes.</summary>
/// <param name="Stream">The identifier's stream.</param>
/// <param name="Step">What becomes of it.</param>
/// <param name="OtherHash">The identifier in whose place it comes, or that comes in its place; empty for none.</param>
internal sealed record IdentifierChange(StreamId Stream, IdentifierStep Step, byte[] OtherHash);
