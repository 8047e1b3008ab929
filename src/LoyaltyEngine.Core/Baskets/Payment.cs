namespace LoyaltyEngine.Core.Baskets;

/// <summary>How a part of a receipt was paid.</summary>
/// <param name="Tender">The means, in a word of the chain's own; compared to the letter.</param>
/// <param name="AmountMinor">What was paid with it, in minor units; never negative.</param>
public readonly record struct Payment(string Tender, long AmountMinor);
