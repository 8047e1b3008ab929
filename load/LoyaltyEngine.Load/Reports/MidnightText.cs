using LoyaltyEngine.Load.Running;
using Spectre.Console;

namespace LoyaltyEngine.Load.Reports;

/// <summary>Prints what a midnight under load measured.</summary>
internal static class MidnightText
{
    private const int PlainWidth = 200;

    public static void Print(MidnightReport report)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = PlainWidth;

        console.Write(Phases(report));
        console.WriteLine(
            $"{report.Applied:N0} members in {report.RunTime.TotalSeconds:N1} s, {report.MembersPerSecond:N0}/s: "
            + $"{report.Points.Activated:N0} points became available, {report.Points.Expired:N0} expired");
        var p99 = report.Phases.Select(phase => phase.P99).ToArray();
        console.WriteLine(
            $"MIDNIGHT {report.Ratio:N2}: p99 during ÷ p99 before and after together "
            + $"({p99[1] / p99[0]:N2} of that before, {p99[1] / p99[2]:N2} of that after)");
        var options = report.Options;
        console.WriteLine(
            $"open loop: {options.Rate:N0} earns/s for {options.LoadedMembers:N0} other members over "
            + $"{options.Connections} connections; members at rest {(options.IsWarm ? "in memory" : "on disk")}; "
            + $"midnight of {report.TimeZone}");
        console.WriteLine(
            $"data on {report.FileSystem}; bare flush idle p50 {Time(report.IdleFlush?.Percentile(0.5))}, "
            + $"p99 {Time(report.IdleFlush?.Percentile(0.99))}");
        var machine = report.Machine;
        console.WriteLine(
            $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGib:N1} GiB; {machine.System}; "
            + $"{machine.Runtime}; load average {machine.LoadAverage}; commit {machine.Commit}");
        foreach (var reason in report.VoidBecause)
            console.MarkupLineInterpolated($"[red]void:[/] {reason}");
        if (report.IsAboveCeiling)
            console.MarkupLineInterpolated($"[red]above the ceiling of {options.Ceiling:N2}[/]");
    }

    private static Table Phases(MidnightReport report)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(
            "midnight", "seconds", "earns/s", "p50", "p99", "p99.9", "slowest", "failed", "server cores", "others");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var phase in report.Phases)
        {
            var latency = phase.Calls.Latency;
            table.AddRow(
                phase.Name, $"{phase.Elapsed.TotalSeconds:N1}",
                $"{phase.Calls.Answered / phase.Elapsed.TotalSeconds:N0}",
                Time(latency.Percentile(0.5)), Time(phase.P99), Time(latency.Percentile(0.999)), Time(latency.Max),
                $"{phase.Calls.Failed:N0}", $"{phase.ServerCores:N2}",
                phase.OthersShare is { } others ? $"{others:P0}" : "-");
        }

        return table;
    }

    private static string Time(TimeSpan? time) => time is not { } known ? "-"
        : known < TimeSpan.FromMilliseconds(1) ? $"{known.TotalMicroseconds:N0} µs"
        : $"{known.TotalMilliseconds:N2} ms";
}
