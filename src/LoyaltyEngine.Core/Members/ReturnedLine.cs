namespace LoyaltyEngine.Core.Members;

/// <summary>What was brought back of one line of a sale, by quantity and by amount, which count together.</summary>
/// <param name="Line">The line's place in the sale's basket, from 0.</param>
/// <param name="QuantityThousandths">The quantity, in thousandths, whose part of the line's amount counts.</param>
/// <param name="AmountMinor">The amount beside it, in minor units.</param>
public readonly record struct ReturnedLine(int Line, long QuantityThousandths, long AmountMinor);
