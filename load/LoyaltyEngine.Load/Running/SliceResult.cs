using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>What one slice of a run measured.</summary>
/// <param name="Kind">What was called.</param>
/// <param name="Elapsed">The window, without warm-up and without the wait for the last answers.</param>
/// <param name="Calls">How the calls ended.</param>
/// <param name="InFlight">How many calls were kept in flight.</param>
/// <param name="RequestBytes">The mean size of a request message, gRPC prefix included.</param>
/// <param name="GeneratorTime">CPU time of this process within the window.</param>
/// <param name="ServerTime">CPU time of the server within the window, where its process is known.</param>
/// <param name="OthersTime">CPU time of all other processes and of the hypervisor's other guests.</param>
/// <param name="Flush">Bare flushes beside the load, where they were measured.</param>
internal sealed record SliceResult(
    CallKind Kind,
    TimeSpan Elapsed,
    CallRecord Calls,
    int InFlight,
    double RequestBytes,
    TimeSpan GeneratorTime,
    TimeSpan? ServerTime,
    TimeSpan? OthersTime,
    LatencyHistogram? Flush)
{
    /// <summary>Good answers a second.</summary>
    public double PerSecond => Calls.Answered / Elapsed.TotalSeconds;

    /// <summary>CPU time of the generator for a call.</summary>
    public TimeSpan GeneratorTimePerCall => GeneratorTime / Math.Max(1, Calls.Answered);

    /// <summary>CPU time of the server for a call.</summary>
    public TimeSpan? ServerTimePerCall => ServerTime / Math.Max(1, Calls.Answered);
}
