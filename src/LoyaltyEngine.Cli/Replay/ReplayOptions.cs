namespace LoyaltyEngine.Cli.Replay;

/// <summary>What to replay, and how.</summary>
internal sealed record ReplayOptions
{
    public required string File { get; init; }

    public required Uri Server { get; init; }

    public string ProgramId { get; init; } = "sample";

    /// <summary>The zone of the file's times, by the tz database.</summary>
    public string Zone { get; init; } = "Europe/London";

    public string DateFormat { get; init; } = Invoices.InvoiceLineParser.UciDateFormat;

    public string CurrencyCode { get; init; } = "GBP";

    public int Connections { get; init; } = 4;

    /// <summary>How many purchases may be read and not yet answered.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Where to write the lines that were skipped; null for nowhere.</summary>
    public string? ErrorFile { get; init; }

    /// <summary>Whether the summary is one JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>Whether cancellations are returned by reference to the sales that they can be matched with.</summary>
    public bool MatchReturns { get; init; }

    /// <summary>How many invoices and cancellations to replay at most.</summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>How long one request is sent again while the engine is away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
