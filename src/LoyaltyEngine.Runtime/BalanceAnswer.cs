using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>A member as read; durable before it is given.</summary>
/// <param name="IsEnrolled">Whether there is such a member; nothing else counts where there is none.</param>
/// <param name="Balance">The points.</param>
/// <param name="Revision">The revision that the answer stands for.</param>
/// <param name="EnrolTime">When the member was enrolled.</param>
/// <param name="EnrolRevision">The entry that enrolled the member.</param>
/// <param name="Status">Whether the account is open.</param>
/// <param name="ProfileRevision">The entry that holds what is known of the member, sealed; 0 for none.</param>
/// <param name="Identifiers">The keyed hashes of what the member is known by.</param>
/// <param name="Tier">The tier; null where the program has none.</param>
public readonly record struct BalanceAnswer(
    bool IsEnrolled,
    Balance Balance,
    long Revision,
    LedgerTime EnrolTime,
    long EnrolRevision,
    MemberStatus Status,
    long ProfileRevision,
    IdentifierSet Identifiers,
    TierAnswer? Tier);
