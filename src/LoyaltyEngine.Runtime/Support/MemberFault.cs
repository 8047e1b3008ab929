namespace LoyaltyEngine.Runtime.Support;

/// <summary>One thing that a verification of a member found wrong.</summary>
/// <param name="Revision">The revision at which it was found, 0 where it concerns the whole.</param>
/// <param name="Message">What it is.</param>
public sealed record MemberFault(long Revision, string Message);
