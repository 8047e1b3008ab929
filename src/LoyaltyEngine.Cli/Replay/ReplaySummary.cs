using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// What a replay ends with. Its JSON has one key for each property below that is not ignored; scripts rely on them, so
/// keys are only ever added.
/// </summary>
internal sealed record ReplaySummary
{
    private static readonly JsonSerializerOptions JsonForm = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Members met, each enrolled by this run or before.</summary>
    public required long Members { get; init; }

    public required long Invoices { get; init; }

    public required long Cancellations { get; init; }

    /// <summary>Lines of the file, skipped ones included.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines skipped, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    public required long PointsIssued { get; init; }

    public required long PointsTakenBack { get; init; }

    /// <summary>What the members met have in the end.</summary>
    public required long PointsOutstanding { get; init; }

    /// <summary>What the members met owe in the end.</summary>
    public required long PointsDebt { get; init; }

    /// <summary>Invoices and cancellations that the engine had already.</summary>
    public required long Replayed { get; init; }

    /// <summary>What matching cancellations with their sales came to; null where it was not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReplayMatches? MatchedReturns { get; init; }

    [JsonIgnore]
    public double RequestsPerSecond { get; init; }

    [JsonPropertyName("requests_per_second")]
    public double RoundedRequestsPerSecond => Math.Round(RequestsPerSecond, 1);

    [JsonPropertyName("p50_ms")]
    public double P50Milliseconds => Math.Round(P50.TotalMilliseconds, 3);

    [JsonPropertyName("p99_ms")]
    public double P99Milliseconds => Math.Round(P99.TotalMilliseconds, 3);

    /// <summary>
    /// Invoices and cancellations that the engine refused; their lines stand under <see cref="Skipped"/>.
    /// </summary>
    [JsonIgnore]
    public long Refused { get; init; }

    /// <summary>Writes that were answered: enrolments, earns, returns, closed numbers.</summary>
    [JsonIgnore]
    public long Requests { get; init; }

    /// <summary>How long the writes took; reading the balances at the end is not part of it.</summary>
    [JsonIgnore]
    public TimeSpan Elapsed { get; init; }

    [JsonIgnore]
    public TimeSpan P50 { get; init; }

    [JsonIgnore]
    public TimeSpan P99 { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, JsonForm);
}
