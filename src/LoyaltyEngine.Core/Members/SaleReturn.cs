namespace LoyaltyEngine.Core.Members;

/// <summary>What has become of one sale by its refunds so far. Immutable.</summary>
/// <param name="Sale">The revision of the sale's entry.</param>
/// <param name="IsWhole">Whether nothing is left of it; the lines are not listed then.</param>
/// <param name="Lines">What was brought back of each line, in the order of lines; none twice.</param>
/// <param name="ClaimedPoints">The points that the refunds claimed in all.</param>
/// <param name="DebtRestoredPoints">Those that had repaid debt and became debt again, less those that repaid debt only
/// when pending points became available; may be negative.</param>
/// <param name="ForgivenPoints">Those forgiven and not made good since: burned points that come back to the sale's lot
/// make them good first.</param>
public sealed record SaleReturn(
    long Sale,
    bool IsWhole,
    ReturnedLine[] Lines,
    long ClaimedPoints,
    long DebtRestoredPoints,
    long ForgivenPoints)
{
    /// <summary>The last entry that forgave points; 0 where none did. Only what was burned before it can make them
    /// good.</summary>
    public long ForgivenRevision { get; init; }

    /// <summary>Nothing was brought back.</summary>
    public static SaleReturn NothingOf(long sale) => new(sale, false, [], 0, 0, 0);

    /// <summary>What was brought back of a line.</summary>
    public ReturnedLine Of(int line)
    {
        foreach (ref readonly var part in Lines.AsSpan())
        {
            if (part.Line == line)
                return part;
        }

        return new ReturnedLine(line, 0, 0);
    }

    /// <summary>With what comes back by one more step.</summary>
    public SaleReturn With(ReturnOfSale step, long forgivenPoints, long revision) => new(
        Sale,
        step.IsWhole,
        step.IsWhole ? [] : Sum(Lines, step.Lines),
        ClaimedPoints + step.ClaimedPoints,
        DebtRestoredPoints + step.DebtRestoredPoints,
        ForgivenPoints + forgivenPoints)
    {
        ForgivenRevision = forgivenPoints > 0 ? revision : ForgivenRevision,
    };

    private static ReturnedLine[] Sum(ReturnedLine[] before, ReturnedLine[] step)
    {
        var sum = before.ToList();
        foreach (var part in step)
        {
            var index = sum.FindIndex(known => known.Line >= part.Line);
            if (index < 0)
                sum.Add(part);
            else if (sum[index].Line > part.Line)
                sum.Insert(index, part);
            else
                sum[index] = new ReturnedLine(
                    part.Line,
                    sum[index].QuantityThousandths + part.QuantityThousandths,
                    sum[index].AmountMinor + part.AmountMinor);
        }

        return [.. sum];
    }
}
