using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>A ratio over the rounds of a run.</summary>
/// <param name="Name">Its name in the list of numbers to reach.</param>
/// <param name="Rounds">The ratio of each round: throughputs of both halves added up.</param>
internal sealed record RatioResult(string Name, CallKind Numerator, CallKind Denominator, IReadOnlyList<double> Rounds)
{
    public double Median => Statistics.Median(Rounds);

    public double Min => Rounds.Min();

    public double Max => Rounds.Max();
}
