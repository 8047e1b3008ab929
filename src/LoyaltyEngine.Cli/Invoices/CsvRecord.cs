namespace LoyaltyEngine.Cli.Invoices;

/// <summary>One record of a CSV file.</summary>
/// <param name="LineNumber">The line of the file on which it begins, from 1.</param>
/// <param name="Text">The record as it stands in the file.</param>
/// <param name="Fields">Its fields, unquoted; empty where <paramref name="Fault"/> is set.</param>
/// <param name="Fault">Why it cannot be taken apart, one of <see cref="SkipReason"/>; null where it can.</param>
internal sealed record CsvRecord(long LineNumber, string Text, string[] Fields, string? Fault);
