using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Load.Running;
using Spectre.Console;

namespace LoyaltyEngine.Load.Reports;

/// <summary>Prints a report for people.</summary>
internal static class TextReport
{
    /// <summary>Where others took more of the machine than this, absolute figures say little.</summary>
    private const double NoisyShare = 0.05;

    // Wide enough for the table where the output is no terminal.
    private const int PlainWidth = 200;

    public static void Print(RunReport report)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = PlainWidth;

        console.Write(Calls(report));
        if (report.Ratios.Count > 0)
            console.Write(Ratios(report));
        PrintSurroundings(console, report);
        PrintVerdict(console, report);
    }

    private static Table Calls(RunReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(
            "call", "calls/s", "min", "max", "p50", "p90", "p99", "p99.9", "slowest", "failed", "server µs",
            "load µs", "others", "request B", "answer B");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();

        foreach (var side in report.Sides)
        {
            var latency = side.Calls.Latency;
            table.AddRow(
                side.Kind.ToString(),
                $"{side.MedianPerSecond:N0}", $"{side.MinPerSecond:N0}", $"{side.MaxPerSecond:N0}",
                Time(latency.Percentile(0.5)), Time(latency.Percentile(0.9)), Time(latency.Percentile(0.99)),
                Time(latency.Percentile(0.999)), Time(latency.Max),
                $"{side.Calls.Failed:N0}",
                side.ServerMicrosecondsPerCall is { } server ? $"{server:N1}" : "-",
                $"{side.GeneratorMicrosecondsPerCall:N1}",
                side.OthersShare is { } others ? $"{others:P0}" : "-",
                $"{side.Slices[0].RequestBytes:N0}", $"{side.Calls.MeanAnswerBytes:N0}");
        }

        return table;
    }

    private static Table Ratios(RunReport report)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("ratio", "of", "median", "min", "max", "by CPU time");
        foreach (var ratio in report.Ratios)
        {
            table.AddRow(
                ratio.Name, $"{ratio.Numerator} / {ratio.Denominator}",
                $"{ratio.Median:N3}", $"{ratio.Min:N3}", $"{ratio.Max:N3}",
                ratio.ByCpuTime is { } cpu ? $"{cpu:N3}" : "-");
        }

        return table;
    }

    private static void PrintSurroundings(IAnsiConsole console, RunReport report)
    {
        var shape = report.Options.Shape;
        console.WriteLine(
            $"closed loop: {shape.InFlight} in flight, {shape.Connections} connections, {shape.Threads} generator "
            + $"threads; {report.Options.Rounds} rounds of {report.Options.Window.TotalSeconds:N0} s slices there and "
            + $"back; {report.Options.Members:N0} members, {report.Options.Lines} lines");
        if (report.FileSystem is not null)
        {
            var journal = report.Server is { } server ? $"server {server.Version}, {server.Journal} journal; " : "";
            var place = report.Options.Server is null ? "data on" : "flushes measured (beside a server of its own) on";
            console.WriteLine($"{journal}{place} {report.FileSystem}; bare flush idle {Flush(report.IdleFlush)}");
            foreach (var side in report.Sides.Where(s => s.Flush is not null))
                console.WriteLine($"bare flush beside {side.Kind}: {Flush(side.Flush)}");
        }

        if (report.CheckedEntries is { } entries)
            console.WriteLine($"{entries:N0} answers read and compared with the balances of all members");
        var machine = report.Machine;
        console.WriteLine(
            $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGib:N1} GiB; {machine.System}; "
            + $"{machine.Runtime}; load average {machine.LoadAverage}; commit {machine.Commit}");
    }

    private static void PrintVerdict(IAnsiConsole console, RunReport report)
    {
        foreach (var side in report.Sides)
        {
            foreach (var (code, failure) in side.Calls.Failures)
                console.WriteLine($"{side.Kind}: {failure.Count:N0} x {code} {failure.FirstMessage}");
            if (side.OthersShare > NoisyShare)
                console.WriteLine($"{side.Kind}: other processes took {side.OthersShare:P0} of this machine");
        }

        foreach (var reason in report.VoidBecause)
            console.MarkupLineInterpolated($"[red]void:[/] {reason}");
        if (report.IsBelowFloor)
            console.MarkupLineInterpolated($"[red]below the floor of {report.Options.Floor:N2}[/]");
    }

    private static string Flush(LatencyHistogram? flush) =>
        flush is null or { Count: 0 }
            ? "not measured"
            : $"p50 {Time(flush.Percentile(0.5))}, p99 {Time(flush.Percentile(0.99))}, slowest {Time(flush.Max)}";

    private static string Time(TimeSpan time) =>
        time < TimeSpan.FromMilliseconds(1) ? $"{time.TotalMicroseconds:N0} µs" : $"{time.TotalMilliseconds:N2} ms";
}
