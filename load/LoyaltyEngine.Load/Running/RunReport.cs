using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>What a run found, and whether it counts.</summary>
internal sealed class RunReport
{
    /// <summary>How far the answers of echo and earn may differ in size.</summary>
    private const double SizeTolerance = 0.05;

    public required RunOptions Options { get; init; }

    public required Machine Machine { get; init; }

    /// <summary>What the data folder lies on, where durability was measured.</summary>
    public required string? FileSystem { get; init; }

    /// <summary>What the engine says of itself, where it was called.</summary>
    public required ServerPromise? Server { get; init; }

    public required LatencyHistogram? IdleFlush { get; init; }

    public required IReadOnlyList<SideResult> Sides { get; init; }

    public required IReadOnlyList<RatioResult> Ratios { get; init; }

    /// <summary>Members whose balance is not what was acknowledged.</summary>
    public required IReadOnlyList<string> BookFaults { get; init; }

    /// <summary>How many acknowledged earns were compared with the books, where they were kept.</summary>
    public required long? CheckedEntries { get; init; }

    /// <summary>Why the run means nothing; empty where it counts.</summary>
    public IReadOnlyList<string> VoidBecause => [.. Voids()];

    /// <summary>Whether the first ratio is below the floor that was asked for.</summary>
    public bool IsBelowFloor => Options.Floor is { } floor && Ratios.Count > 0 && Ratios[0].Median < floor;

    private IEnumerable<string> Voids()
    {
#if DEBUG
        yield return "this program was built without optimisation: build it with -c Release";
#endif
        foreach (var side in Sides)
        {
            if (side.Calls.Failed > 0)
                yield return $"{side.Kind}: {side.Calls.Failed:N0} calls failed";
            if (side.Slices.Any(s => s.Calls.Answered == 0))
                yield return $"{side.Kind}: a slice without an answer";
            if (side.Slices.Any(s => s.InFlight < Options.Shape.InFlight))
                yield return $"{side.Kind}: the server allows fewer calls in flight than were asked for";
        }

        if (Options.IsDurable && Server is { IsDurable: false })
            yield return $"the server's journal ({Server.Journal}) is not durable";
        if (BookFaults.Count > 0)
            yield return $"the books of {BookFaults.Count:N0} members differ: {BookFaults[0]}";

        var echo = Sides.FirstOrDefault(s => s.Kind == CallKind.Echo)?.Calls.MeanAnswerBytes;
        var earn = Sides.FirstOrDefault(s => s.Kind == CallKind.Earn)?.Calls.MeanAnswerBytes;
        if (Math.Abs(earn / echo - 1 ?? 0) > SizeTolerance)
            yield return $"answers differ in size: echo {echo:N0} bytes, earn {earn:N0}";
    }
}
