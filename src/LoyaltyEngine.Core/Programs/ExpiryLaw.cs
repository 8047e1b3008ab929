namespace LoyaltyEngine.Core.Programs;

/// <summary>A law on the expiry of points. Not legal advice: what the checker asks for is said at each.</summary>
public enum ExpiryLaw
{
    /// <summary>None that the checker knows.</summary>
    None,

    /// <summary>Québec's Consumer Protection Act and its regulation: no expiry by a date or by lapse of time; for want
    /// of activity only after a year, with notice 30 to 60 days before.</summary>
    Quebec,

    /// <summary>Ontario's Consumer Protection Act: no expiry by lapse of time alone.</summary>
    Ontario,
}
