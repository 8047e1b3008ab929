using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>What a midnight under load measured.</summary>
internal sealed record MidnightReport
{
    // What open-loop load may lack of its rate before it is none.
    private const double ShortfallMax = 0.01;

    public required MidnightOptions Options { get; init; }

    public required Machine Machine { get; init; }

    public required string FileSystem { get; init; }

    /// <summary>The time zone whose midnight it was.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Bare flushes before anything else ran.</summary>
    public required LatencyHistogram? IdleFlush { get; init; }

    /// <summary>The load before midnight, while what was due was applied, and after.</summary>
    public required IReadOnlyList<MidnightPhase> Phases { get; init; }

    /// <summary>How many members the due run looked at.</summary>
    public required long Applied { get; init; }

    /// <summary>How long it took, from midnight until nothing was due any more.</summary>
    public required TimeSpan RunTime { get; init; }

    /// <summary>Members and sums that are not as they must be.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>The points that became available and those that expired.</summary>
    public required (long Activated, long Expired) Points { get; init; }

    /// <summary>The p99 while what was due was applied ÷ the p99 of the calls before and after together.</summary>
    public double Ratio
    {
        get
        {
            var beside = new LatencyHistogram();
            beside.Add(Phases[0].Calls.Latency);
            beside.Add(Phases[2].Calls.Latency);
            return Phases[1].P99 / beside.Percentile(0.99);
        }
    }

    /// <summary>Members a second.</summary>
    public double MembersPerSecond => Applied / RunTime.TotalSeconds;

    /// <summary>Whether the ratio is above the ceiling that was asked for.</summary>
    public bool IsAboveCeiling => Options.Ceiling is { } ceiling && !(Ratio <= ceiling);

    /// <summary>Why the run means nothing; empty where it counts.</summary>
    public IReadOnlyList<string> VoidBecause => [.. Voids()];

    private IEnumerable<string> Voids()
    {
#if DEBUG
        yield return "this program was built without optimisation: build it with -c Release";
#endif
        foreach (var phase in Phases)
        {
            if (phase.Calls.Failed > 0)
            {
                var (code, failure) = phase.Calls.Failures.First();
                yield return $"{phase.Name}: {phase.Calls.Failed:N0} calls failed: {code} {failure.FirstMessage}";
            }

            if (phase.Calls.Answered < phase.Intended * (1 - ShortfallMax))
                yield return $"{phase.Name}: {phase.Calls.Answered:N0} of {phase.Intended:N0} calls were answered";
        }

        if (Applied != Options.Members)
            yield return $"the due run looked at {Applied:N0} members, not {Options.Members:N0}";
        foreach (var fault in Faults)
            yield return fault;
    }
}
