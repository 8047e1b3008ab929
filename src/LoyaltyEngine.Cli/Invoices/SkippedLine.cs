namespace LoyaltyEngine.Cli.Invoices;

/// <summary>A line that earned nothing.</summary>
/// <param name="LineNumber">Its line in the file, from 1.</param>
/// <param name="Reason">One of <see cref="SkipReason"/>.</param>
/// <param name="Text">The line, or what is left to tell of it.</param>
internal readonly record struct SkippedLine(long LineNumber, string Reason, string Text);
