using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>All slices of one kind of call, taken together.</summary>
internal sealed class SideResult
{
    public SideResult(CallKind kind, IReadOnlyList<SliceResult> slices)
    {
        Kind = kind;
        Slices = slices;
        foreach (var slice in slices)
        {
            Calls.Add(slice.Calls);
            if (slice.Flush is not null)
                (Flush ??= new LatencyHistogram()).Add(slice.Flush);
        }
    }

    public CallKind Kind { get; }

    public IReadOnlyList<SliceResult> Slices { get; }

    /// <summary>All calls of all slices.</summary>
    public CallRecord Calls { get; } = new();

    /// <summary>Bare flushes beside the load.</summary>
    public LatencyHistogram? Flush { get; }

    public double MedianPerSecond => Statistics.Median(Slices.Select(s => s.PerSecond));

    public double MinPerSecond => Slices.Min(s => s.PerSecond);

    public double MaxPerSecond => Slices.Max(s => s.PerSecond);

    public double GeneratorMicrosecondsPerCall =>
        Statistics.Median(Slices.Select(s => s.GeneratorTimePerCall.TotalMicroseconds));

    public double? ServerMicrosecondsPerCall =>
        Slices.Any(s => s.ServerTime is null)
            ? null
            : Statistics.Median(Slices.Select(s => s.ServerTimePerCall!.Value.TotalMicroseconds));

    /// <summary>CPU time of server and generator for a call.</summary>
    public double? MicrosecondsPerCall => ServerMicrosecondsPerCall + GeneratorMicrosecondsPerCall;

    /// <summary>What share of the machine others took, 0 to 1.</summary>
    public double? OthersShare =>
        Slices.Any(s => s.OthersTime is null)
            ? null
            : Statistics.Median(Slices.Select(s => s.OthersTime!.Value / s.Elapsed / Environment.ProcessorCount));
}
