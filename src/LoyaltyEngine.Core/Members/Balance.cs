namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A member's points. No part is ever negative, and <see cref="Total"/> is the sum of the member's entries (law 3).
/// </summary>
public readonly record struct Balance(long Available, long Pending, long Reserved, long Debt)
{
    /// <summary>The most that any part may hold: a thousand times what the largest receipt can earn.</summary>
    public const long PointsMax = 1_000_000_000_000_000;

    /// <summary>Available + pending + reserved − debt.</summary>
    public long Total => Available + Pending + Reserved - Debt;
}
