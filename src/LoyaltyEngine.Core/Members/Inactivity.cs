namespace LoyaltyEngine.Core.Members;

/// <summary>What an activity says of points that lapse for want of activity.</summary>
/// <param name="LapseTime">When they lapse unless the member is active before; <see cref="LedgerTime.Never"/> where
/// they do not any more.</param>
/// <param name="NoticeTime">When notice of that is due; the default where none is given.</param>
public readonly record struct Inactivity(LedgerTime LapseTime, LedgerTime NoticeTime);
