using System.Diagnostics;
using System.Globalization;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// Runs one midnight under load: fills a server with members of whom something becomes due at one local midnight, lets
/// tills earn for others at a steady rate before, during and after, and compares every balance with the books.
/// </summary>
internal static class MidnightRun
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <exception cref="RunRefusedException">It cannot be run.</exception>
    public static MidnightReport Execute(MidnightOptions options, ProgressDisplay display)
    {
        var midnight = new LocalMidnight(
            DateTimeOffset.UtcNow + options.Preparation + options.WarmUp + options.Window + TimeSpan.FromSeconds(1));
        using var rig = new MidnightRig(options, midnight, display);
        rig.Fill();
        if (DateTimeOffset.UtcNow + options.WarmUp + options.Window > midnight.Moment)
        {
            throw new RunRefusedException(
                $"preparing took longer than {options.Preparation.TotalSeconds:N0} s: give a larger --prepare-seconds");
        }

        display.Say($"midnight in {midnight.TimeZone}, at {midnight.Moment:HH:mm:ss} UTC");
        var (phases, applied, runTime) = Measure(options, rig, midnight, display);
        var faults = rig.Check(phases.Sum(phase => phase.Calls.AnsweredInAll));
        return new MidnightReport
        {
            Options = options,
            Machine = Machine.Describe(),
            FileSystem = rig.FileSystemType,
            TimeZone = midnight.TimeZone,
            IdleFlush = rig.IdleFlush,
            Phases = [.. phases.Skip(1)],
            Applied = applied,
            RunTime = runTime,
            Faults = faults,
            Points = rig.PointsDue,
        };
    }

    private static (IReadOnlyList<MidnightPhase> Phases, long Applied, TimeSpan RunTime) Measure(
        MidnightOptions options, MidnightRig rig, LocalMidnight midnight, ProgressDisplay display)
    {
        var at = Stopwatch.GetTimestamp() + Ticks(midnight.Moment - DateTimeOffset.UtcNow);
        var before = at - Ticks(options.Window);
        var start = before - Ticks(options.WarmUp);
        var last = at + Ticks(options.RunMax) + Ticks(options.Window);
        var timeline = new Timeline(before, (int)(Stopwatch.GetElapsedTime(before, last).TotalSeconds + 1));
        var calls = rig.Load(before, at, timeline);
        var pace = new Pace(options.Rate, start);
        var generator = new Generator(
            rig.Server.EndPoint, options.Connections, options.Connections * 1_000, calls, pace);

        SleepUntil(start);
        using var threads = new GeneratorThreads([generator], last);
        try
        {
            var usages = new List<Usage> { rig.Usage() };
            SleepUntil(before);
            usages.Add(rig.Usage());
            SleepUntil(at);
            usages.Add(rig.Usage());
            var applied = WaitUntilApplied(options, rig, last - Ticks(options.Window), display);
            var done = Stopwatch.GetTimestamp();
            calls.BeginAfter(done);
            usages.Add(rig.Usage());
            SleepUntil(done + Ticks(options.Window));
            var end = Stopwatch.GetTimestamp();
            usages.Add(rig.Usage());
            calls.Stop();
            threads.Join();
            if (options.TimelineFile is { } file)
                WriteTimeline(file, timeline, (int)options.Window.TotalSeconds);

            // What was begun between the end of the last phase and the stop is of that phase.
            long[] bounds = [start, before, at, done, end];
            var phases = new[] { calls.Record, calls.Before, calls.During, calls.After }.Select((record, i) =>
                Phase(i, record, bounds, pace, usages));
            return ([.. phases], applied, Stopwatch.GetElapsedTime(at, done));
        }
        finally
        {
            calls.Stop();
        }
    }

    private static MidnightPhase Phase(int i, CallRecord record, long[] bounds, Pace pace, List<Usage> usages)
    {
        var elapsed = Stopwatch.GetElapsedTime(bounds[i], bounds[i + 1]);
        var used = usages[i + 1] - usages[i];
        return new MidnightPhase(
            ((string[])["warm-up", "before", "during", "after"])[i],
            elapsed,
            record,
            pace.DueBy(bounds[i + 1]) - pace.DueBy(bounds[i]),
            used.Server,
            used.Others / elapsed / Environment.ProcessorCount);
    }

    private static long WaitUntilApplied(MidnightOptions options, MidnightRig rig, long last, ProgressDisplay display)
    {
        long applied = 0;
        display.Show("applying what is due", options.Members, progress =>
        {
            while (true)
            {
                var reading = rig.ReadDue();
                progress(applied = reading.Applied);
                if (reading.HasStopped)
                    throw new RunRefusedException("the due run has stopped; the server's log says why");
                if (applied >= options.Members && reading.Lag == TimeSpan.Zero)
                    return;
                if (Stopwatch.GetTimestamp() > last)
                    throw new RunRefusedException($"after {options.RunMax} only {applied:N0} members were looked at");
                Thread.Sleep(Poll);
            }
        });
        return applied;
    }

    private static void WriteTimeline(string file, Timeline timeline, int midnightSecond)
    {
        using var to = File.CreateText(file);
        to.WriteLine("second,calls,p50_us,p99_us,max_us");
        foreach (var one in timeline.Seconds())
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Second - midnightSecond},{one.Calls},{one.P50.TotalMicroseconds:F0},"
                + $"{one.P99.TotalMicroseconds:F0},{one.Max.TotalMicroseconds:F0}"));
        }
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static void SleepUntil(long timestamp)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }
}
