namespace LoyaltyEngine.Core.Members;

/// <summary>When a member's points lapse for want of activity.</summary>
/// <param name="Time">The moment; the default, which is before any, where there was no activity yet.</param>
/// <param name="NoticeTime">When notice of it is due; the default where none is given.</param>
/// <param name="IsNoticed">Whether notice was given.</param>
public readonly record struct Lapse(LedgerTime Time, LedgerTime NoticeTime, bool IsNoticed)
{
    /// <summary>When the points expire: never before notice was given, where it is due.</summary>
    public LedgerTime ExpireTime => IsNoticed || NoticeTime == default ? Time : LedgerTime.Never;

    /// <summary>How long before it notice is due, in nanoseconds; 0 where none is given.</summary>
    public long Notice => NoticeTime == default ? 0 : Time.UnixNanoseconds - NoticeTime.UnixNanoseconds;
}
