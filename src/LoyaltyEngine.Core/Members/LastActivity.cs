namespace LoyaltyEngine.Core.Members;

/// <summary>The last activity, where it moved the lapse on: should it be undone, the lapse is what it was.</summary>
/// <param name="Revision">Its entry; 0 where there is none to go back from.</param>
/// <param name="Before">The lapse before it.</param>
public readonly record struct LastActivity(long Revision, Lapse Before);
