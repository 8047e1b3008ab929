namespace LoyaltyEngine.Core.Members;

/// <summary>What an activity says of points that lapse for want of activity. Immutable; one for all activities of a
/// day.</summary>
/// <param name="LapseTime">When they lapse unless the member is active before; <see cref="LedgerTime.Never"/> where
/// they do not any more.</param>
/// <param name="NoticeTime">When notice of that is due; the default where none is given.</param>
public sealed record Inactivity(LedgerTime LapseTime, LedgerTime NoticeTime)
{
    /// <summary>Points lapse no longer.</summary>
    public static Inactivity Ended { get; } = new(LedgerTime.Never, default);
}
