namespace LoyaltyEngine.Core.Programs;

/// <summary>Of what points are reckoned and rounded.</summary>
public enum RateScope
{
    /// <summary>Of the matching lines of a receipt together, once.</summary>
    Receipt,

    /// <summary>Of each line by itself.</summary>
    Line,
}
