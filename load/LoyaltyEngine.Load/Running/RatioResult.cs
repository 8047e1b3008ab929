using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>A ratio of two kinds of call: one value a round, of the throughputs of both its halves.</summary>
internal sealed record RatioResult(
    string Name, CallKind Numerator, CallKind Denominator, IReadOnlyList<double> Rounds)
{
    /// <summary>
    /// The same ratio by CPU time a call, server and generator together: what it would be if CPU were the only limit.
    /// Others on the machine hardly move it, so it tells noise from change; null where the server's process is unknown.
    /// </summary>
    public double? ByCpuTime { get; init; }

    public double Median => Statistics.Median(Rounds);

    public double Min => Rounds.Min();

    public double Max => Rounds.Max();
}
