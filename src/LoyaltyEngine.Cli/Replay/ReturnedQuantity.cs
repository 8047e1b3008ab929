namespace LoyaltyEngine.Cli.Replay;

/// <summary>How many of one line of a sale come back.</summary>
/// <param name="SaleLine">The line's number within the sale's invoice, from 1.</param>
/// <param name="Quantity">How many; more than zero, with at most three decimals.</param>
internal readonly record struct ReturnedQuantity(int SaleLine, decimal Quantity);
