using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>Runs a comparison: its kinds of call in turn, there and back, as many rounds as were asked for.</summary>
internal static class Run
{
    /// <summary>The first slices of a process meet code that is not yet compiled for speed: thrown away.</summary>
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(5);

    public static RunReport Execute(RunOptions options, ProgressDisplay display)
    {
        using var rig = new Rig(options);
        rig.Start(display);
        foreach (var kind in options.Comparison.Kinds)
        {
            var slice = rig.Measure(kind, TimeSpan.Zero, FirstWarmUp);
            display.Say($"warmed up with {slice.Calls.AnsweredInAll:N0} {kind} calls, {slice.Calls.Failed:N0} failed");
        }

        var rounds = new List<IReadOnlyList<SliceResult>>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var slices = new List<SliceResult>();
            foreach (var kind in options.Comparison.Round)
            {
                var slice = rig.Measure(kind, options.WarmUp, options.Window);
                slices.Add(slice);
                display.Say($"round {round}: {kind} {slice.PerSecond:N0}/s, {slice.Calls.Failed} failed");
            }

            rounds.Add(slices);
        }

        var all = rounds.SelectMany(slices => slices).ToArray();
        var sides = options.Comparison.Kinds
            .Select(kind => new SideResult(kind, [.. all.Where(slice => slice.Kind == kind)]))
            .ToDictionary(side => side.Kind);
        return new RunReport
        {
            Options = options,
            Machine = Machine.Describe(),
            FileSystem = options.IsDurable ? rig.FileSystemType : null,
            Server = rig.Promise,
            IdleFlush = rig.IdleFlush,
            Sides = [.. sides.Values],
            Ratios = [.. options.Comparison.Ratios.Select(ratio => Compare(ratio, rounds, sides))],
            BookFaults = rig.CheckBooks(),
            CheckedEntries = rig.CheckedEntries,
        };
    }

    private static RatioResult Compare(
        RatioOf ratio, IEnumerable<IReadOnlyList<SliceResult>> rounds, Dictionary<CallKind, SideResult> sides) =>
        new(ratio.Name, ratio.Numerator, ratio.Denominator,
            [.. rounds.Select(slices => Answered(slices, ratio.Numerator) / Answered(slices, ratio.Denominator))])
        {
            ByCpuTime = sides[ratio.Denominator].MicrosecondsPerCall / sides[ratio.Numerator].MicrosecondsPerCall,
        };

    private static double Answered(IEnumerable<SliceResult> slices, CallKind kind) =>
        slices.Where(s => s.Kind == kind).Sum(s => s.PerSecond);
}
