namespace LoyaltyEngine.Runtime;

/// <summary>
/// A member's entries contradict each other; the member is served no more until somebody has looked. Others are not
/// concerned.
/// </summary>
public sealed class MemberStoppedException(string member, Exception cause)
    : Exception($"Member {member} is stopped: {cause.Message}", cause);
