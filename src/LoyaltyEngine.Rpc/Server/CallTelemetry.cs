using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// The metric and the span of a call, by OpenTelemetry's semantic conventions for RPC (1.45, stable):
/// <c>rpc.server.call.duration</c> in seconds, from the request's headers to the end of the answer. Without a listener
/// a call costs two looks at a flag. Thread-safe.
/// </summary>
internal static class CallTelemetry
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "LoyaltyEngine.Rpc";

    // What the conventions advise for a path that is no known method: else a client could make any number of series.
    private const string OtherMethod = "_OTHER";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    // The conventions' boundaries begin at 5 ms, where most of our calls are long over.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "rpc.server.call.duration",
        "s",
        "The duration of calls, as the server sees them.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
            [
                0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
            ],
        });

    private static readonly KeyValuePair<string, object?> System = new("rpc.system.name", "grpc");

    private static readonly string[] Codes =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>Gets a value indicating whether somebody listens to spans.</summary>
    public static bool IsTracing => Source.HasListeners();

    /// <summary>The time at which a call begins, or 0 where nobody asks for its duration.</summary>
    public static long Now() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Begins a call's span under that of its client; null where nobody samples it.</summary>
    public static Activity? Begin(HttpContext http, string method)
    {
        var headers = http.Request.Headers;
        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent);
        return Source.StartActivity(method, ActivityKind.Server, parent, [System, new("rpc.method", method)]);
    }

    /// <summary>Ends a call.</summary>
    public static void End(string method, StatusCode status, long begun, Activity? span)
    {
        if (begun == 0 && span is null)
            return;
        var code = CodeOf(status);
        if (begun != 0)
            Record(method, code, begun, IsFault(status));
        if (span is null)
            return;
        span.SetTag("rpc.response.status_code", code);
        if (IsFault(status))
        {
            span.SetTag("error.type", code);
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }

    /// <summary>Counts a call of a method that nobody mapped.</summary>
    public static void EndUnknown(long begun)
    {
        if (begun != 0)
            Record(OtherMethod, CodeOf(StatusCode.Unimplemented), begun, isFault: true);
    }

    private static void Record(string method, string code, long begun, bool isFault)
    {
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (isFault)
        {
            Duration.Record(
                seconds, System, new("rpc.method", method), new("rpc.response.status_code", code),
                new("error.type", code));
        }
        else
        {
            Duration.Record(seconds, System, new("rpc.method", method), new("rpc.response.status_code", code));
        }
    }

    private static string CodeOf(StatusCode status) => (uint)status < Codes.Length ? Codes[(int)status] : "UNKNOWN";

    // What the conventions call an error of the server; the others are the client's.
    private static bool IsFault(StatusCode status) => status is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
