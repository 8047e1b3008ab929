using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>What became of a write; durable before it is given.</summary>
/// <param name="Event">The entry that answers it; null where it was refused.</param>
/// <param name="IsReplay">Whether an earlier call of the same request made the entry.</param>
/// <param name="Rejection">Why it was refused; null where it was accepted.</param>
public readonly record struct WriteAnswer(MemberEvent? Event, bool IsReplay, Rejection? Rejection);
