using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>What became of a request; durable before it is given.</summary>
/// <param name="Event">The entry that it made, or that cancelled it; null where nothing is known of it.</param>
/// <param name="Revision">The member's revision that the answer stands for.</param>
public readonly record struct OutcomeAnswer(MemberEvent? Event, long Revision);
