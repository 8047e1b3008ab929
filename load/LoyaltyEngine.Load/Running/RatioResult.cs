using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>A ratio of two kinds of call: one value a round, of the throughputs of both its halves.</summary>
internal sealed record RatioResult(string Name, CallKind Numerator, CallKind Denominator, IReadOnlyList<double> Rounds)
{
    public double Median => Statistics.Median(Rounds);

    public double Min => Rounds.Min();

    public double Max => Rounds.Max();
}
