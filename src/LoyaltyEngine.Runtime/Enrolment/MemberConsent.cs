using LoyaltyEngine.Core;

namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>That a member agreed or refused to something.</summary>
/// <param name="Kind">What to.</param>
/// <param name="IsGranted">Whether the member agreed.</param>
/// <param name="DecideTime">When the member said so.</param>
/// <param name="Source">Where the member said so.</param>
public sealed record MemberConsent(string Kind, bool IsGranted, LedgerTime DecideTime, string Source);
