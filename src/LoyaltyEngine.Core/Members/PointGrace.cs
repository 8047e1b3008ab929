namespace LoyaltyEngine.Core.Members;

/// <summary>Until when points are good at least that come back because of the merchant.</summary>
/// <param name="Now">When they come back.</param>
/// <param name="End">Until when; the earliest moment where they are not.</param>
internal readonly record struct PointGrace(LedgerTime Now, LedgerTime End)
{
    /// <summary>Whether a lot that would expire then does so at the end of the grace. What lapses for want of activity
    /// is dated only once it has lapsed: before, the member's next activity saves it, as it does the others.</summary>
    public bool Covers(in LotChange lot, LedgerTime expiry) =>
        expiry < End && (!lot.ExpireTime.IsWhenInactive || expiry <= Now);
}
