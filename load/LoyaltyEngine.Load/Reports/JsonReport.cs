using System.Text.Json;
using LoyaltyEngine.Load.Measure;
using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Reports;

/// <summary>Prints a report as one JSON object.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static void Print(RunReport report) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            Valid = report.VoidBecause.Count == 0,
            report.VoidBecause,
            Ratios = report.Ratios.Select(r => new
            {
                r.Name,
                Numerator = r.Numerator.ToString(),
                Denominator = r.Denominator.ToString(),
                r.Median,
                r.Min,
                r.Max,
                r.Rounds,
                r.ByCpuTime,
            }),
            Calls = report.Sides.Select(s => new
            {
                Call = s.Kind.ToString(),
                CallsPerSecond = s.MedianPerSecond,
                SlicesPerSecond = s.Slices.Select(slice => slice.PerSecond),
                LatencyMicroseconds = Times(s.Calls.Latency),
                s.Calls.Answered,
                s.Calls.AnsweredInAll,
                s.Calls.Failed,
                Failures = s.Calls.Failures.ToDictionary(f => f.Key, f => f.Value.Count),
                s.ServerMicrosecondsPerCall,
                s.GeneratorMicrosecondsPerCall,
                s.OthersShare,
                s.Slices[0].RequestBytes,
                AnswerBytes = s.Calls.MeanAnswerBytes,
                FlushMicroseconds = Times(s.Flush),
            }),
            report.Server,
            report.FileSystem,
            IdleFlushMicroseconds = Times(report.IdleFlush),
            report.CheckedEntries,
            report.Options.Shape,
            Seconds = report.Options.Window.TotalSeconds,
            report.Options.Rounds,
            report.Options.Members,
            report.Options.Lines,
            report.Options.Rules,
            report.Machine,
        },
        Format));

    private static object? Times(LatencyHistogram? latency) => latency is null or { Count: 0 }
        ? null
        : new
        {
            latency.Count,
            P50 = latency.Percentile(0.5).TotalMicroseconds,
            P90 = latency.Percentile(0.9).TotalMicroseconds,
            P99 = latency.Percentile(0.99).TotalMicroseconds,
            P999 = latency.Percentile(0.999).TotalMicroseconds,
            Max = latency.Max.TotalMicroseconds,
        };
}
