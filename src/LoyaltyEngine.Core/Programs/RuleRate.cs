namespace LoyaltyEngine.Core.Programs;

/// <summary>Points for what the matching lines of a rule come to: for an amount or for a quantity, of which exactly one
/// is greater than 0.</summary>
public sealed record RuleRate
{
    /// <summary>Points given for each of it.</summary>
    public required long Points { get; init; }

    /// <summary>The amount, in minor units; 0 for a quantity.</summary>
    public long PerAmountMinor { get; init; }

    /// <summary>The quantity, in thousandths; 0 for an amount.</summary>
    public long PerQuantityThousandths { get; init; }

    /// <summary>How a fraction of a point is rounded.</summary>
    public RoundingMode Rounding { get; init; } = RoundingMode.Down;

    /// <summary>Of what it is rounded.</summary>
    public RateScope Scope { get; init; }
}
