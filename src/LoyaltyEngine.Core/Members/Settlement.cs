namespace LoyaltyEngine.Core.Members;

/// <summary>
/// How an entry's points were settled: which lots they went to or came from, and what became or repaid debt.
/// </summary>
/// <param name="LotChanges">The changes of lots, in the order in which they are made; never null.</param>
/// <param name="DebtChange">The signed change of the debt.</param>
public readonly record struct Settlement(LotChange[] LotChanges, long DebtChange)
{
    /// <summary>Nothing moved.</summary>
    public static Settlement Nothing { get; } = new([], 0);

    /// <summary>This and then another.</summary>
    public Settlement Then(in Settlement next) =>
        new([.. LotChanges, .. next.LotChanges], DebtChange + next.DebtChange);

    /// <summary>The signed change of the balance: the sum over the lots minus the change of the debt.</summary>
    public long Points
    {
        get
        {
            var points = -DebtChange;
            foreach (var change in LotChanges)
                points += change.Points;
            return points;
        }
    }
}
