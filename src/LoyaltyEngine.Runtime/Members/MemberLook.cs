using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>Looks at a member under its lock, without changing it and without waiting.</summary>
/// <param name="member">The member; not to be kept.</param>
/// <param name="hash">The chain's hash at the member's revision.</param>
/// <param name="recordTime">The time that a decision would take now.</param>
internal delegate T MemberLook<out T>(Member member, ChainHash hash, LedgerTime recordTime);
