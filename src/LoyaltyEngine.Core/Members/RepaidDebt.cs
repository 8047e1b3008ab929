namespace LoyaltyEngine.Core.Members;

/// <summary>What the points of one entry repaid of one debt.</summary>
/// <param name="Payer">The revision of the entry that gave the points; <see cref="WrittenOff"/> where nobody
/// did.</param>
/// <param name="Debt">What was repaid.</param>
public readonly record struct RepaidDebt(long Payer, Debt Debt)
{
    /// <summary>In place of a payer.</summary>
    public const long WrittenOff = 0;
}
