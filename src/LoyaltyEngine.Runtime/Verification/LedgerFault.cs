namespace LoyaltyEngine.Runtime.Verification;

/// <summary>A law that the stored records break.</summary>
/// <param name="Place">The stream and the revision.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record LedgerFault(string Place, string Message);
