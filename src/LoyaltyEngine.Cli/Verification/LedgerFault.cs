namespace LoyaltyEngine.Cli.Verification;

/// <summary>A law that the stored records break.</summary>
/// <param name="Place">Where: segment and offset, or stream and revision.</param>
/// <param name="Message">What is wrong there.</param>
internal sealed record LedgerFault(string Place, string Message);
