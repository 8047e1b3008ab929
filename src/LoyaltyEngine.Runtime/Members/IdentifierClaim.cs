using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>The first record of an identifier's stream, written together with the enrolment that claims it.</summary>
internal sealed record IdentifierClaim(StreamId Stream, string MemberId);
