namespace LoyaltyEngine.Core.Members;

/// <summary>A part of a line that is brought back: a quantity, an amount, or what is left where both are 0.</summary>
/// <param name="LineId">The line's id in the sale's basket.</param>
/// <param name="QuantityThousandths">The quantity, in thousandths; 0 for none.</param>
/// <param name="AmountMinor">The amount, in minor units; 0 for none.</param>
public readonly record struct ReturnPart(string LineId, long QuantityThousandths, long AmountMinor)
{
    /// <summary>Whether all that is left of the line is meant.</summary>
    public bool IsRest => QuantityThousandths == 0 && AmountMinor == 0;
}
