namespace LoyaltyEngine.Core.Members;

/// <summary>What the points of one entry repaid of one debt.</summary>
/// <param name="Payer">The revision of the entry that gave the points.</param>
/// <param name="Debt">What was repaid.</param>
public readonly record struct RepaidDebt(long Payer, Debt Debt);
