using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>A phase of the load around a midnight.</summary>
/// <param name="Name">Which.</param>
/// <param name="Elapsed">How long it was.</param>
/// <param name="Calls">The calls that were to begin in it.</param>
/// <param name="Intended">How many those are.</param>
/// <param name="ServerTime">CPU time of the server within it.</param>
/// <param name="OthersShare">What share of the machine others took, 0 to 1, where that is known.</param>
internal sealed record MidnightPhase(
    string Name, TimeSpan Elapsed, CallRecord Calls, long Intended, TimeSpan ServerTime, double? OthersShare)
{
    /// <summary>What 99 of a hundred calls took at most.</summary>
    public TimeSpan P99 => Calls.Latency.Percentile(0.99);

    /// <summary>How many cores the server used.</summary>
    public double ServerCores => ServerTime / Elapsed;
}
