using System.Diagnostics;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>A stretch of closed-loop load of one kind of call: warm-up, a measured window, the last answers.</summary>
/// <param name="Kind">What is called.</param>
/// <param name="Target">Where.</param>
/// <param name="Workloads">The calls of each generator thread.</param>
/// <param name="Flushes">Measures bare flushes beside the load, where that is wanted.</param>
internal sealed record Slice(
    CallKind Kind, Target Target, IReadOnlyList<Workload> Workloads, FlushProbe? Flushes = null)
{
    /// <summary>Runs it for the window after the warm-up.</summary>
    public SliceResult Run(LoadShape shape, TimeSpan warmUp, TimeSpan window)
    {
        var generators = Connect(shape);
        var start = Stopwatch.GetTimestamp() + Ticks(warmUp);
        var end = start + Ticks(window);
        foreach (var workload in Workloads)
            (workload.Record.WindowStart, workload.Record.WindowEnd) = (start, end);

        using var threads = new GeneratorThreads(generators, end);
        SleepUntil(start);
        var before = Usage();
        using var stopFlushes = new CancellationTokenSource();
        var flushes = Flushes is null ? null : Task.Run(() => Flushes.MeasureUntil(stopFlushes.Token));
        SleepUntil(end);
        var used = Usage() - before;
        stopFlushes.Cancel();
        threads.Join();

        var calls = new CallRecord();
        foreach (var workload in Workloads)
            calls.Add(workload.Record);
        return new SliceResult(
            Kind, window, calls, generators.Sum(g => g.InFlightLimit),
            Workloads[0].MeanDataSize, used.Own, used.Server, used.Others, flushes?.Result);
    }

    /// <summary>Runs workloads that end by themselves, telling how many calls were answered twice a second.</summary>
    public CallRecord RunToEnd(LoadShape shape, Action<long> progress)
    {
        using var threads = new GeneratorThreads(Connect(shape), long.MaxValue);
        while (!threads.Join(TimeSpan.FromMilliseconds(500)))
            progress(Workloads.Sum(w => w.Record.AnsweredInAll));

        var calls = new CallRecord();
        foreach (var workload in Workloads)
            calls.Add(workload.Record);
        progress(calls.AnsweredInAll);
        return calls;
    }

    private Generator[] Connect(LoadShape shape) =>
    [
        .. Workloads.Select((workload, i) => new Generator(
            Target.EndPoint, shape.Connections / Workloads.Count, (shape.InFlight + i) / Workloads.Count, workload)),
    ];

    private CpuUsage Usage()
    {
        var own = ProcessMeter.Own.Used();
        var server = Target.Process?.Used();
        var machine = MachineMeter.Read();
        return new CpuUsage(own, server, machine?.Used + machine?.Stolen - own - (server ?? TimeSpan.Zero));
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static void SleepUntil(long timestamp)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }

    private readonly record struct CpuUsage(TimeSpan Own, TimeSpan? Server, TimeSpan? Others)
    {
        public static CpuUsage operator -(CpuUsage after, CpuUsage before) =>
            new(after.Own - before.Own, after.Server - before.Server, after.Others - before.Others);
    }
}
