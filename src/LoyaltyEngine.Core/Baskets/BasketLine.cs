namespace LoyaltyEngine.Core.Baskets;

/// <summary>One line of a receipt.</summary>
/// <param name="LineId">Identifies the line within its basket.</param>
/// <param name="Sku">The article; compared to the letter.</param>
/// <param name="Categories">The article's categories; never null.</param>
/// <param name="QuantityThousandths">How many, in thousandths of a piece or unit; greater than 0.</param>
/// <param name="AmountMinor">What was paid for the whole line, in minor units; never negative.</param>
public readonly record struct BasketLine(
    string LineId,
    string Sku,
    string[] Categories,
    long QuantityThousandths,
    long AmountMinor)
{
    /// <summary>The largest quantity, a million pieces.</summary>
    public const long QuantityThousandthsMax = 1_000_000_000;
}
