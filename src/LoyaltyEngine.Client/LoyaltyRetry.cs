namespace LoyaltyEngine.Client;

/// <summary>Tells that an attempt failed and another follows.</summary>
/// <param name="Error">Why it failed.</param>
/// <param name="FailedAttempts">How many attempts of this call have failed.</param>
/// <param name="Elapsed">How long ago the call began.</param>
/// <param name="Pause">How long the client waits now.</param>
public readonly record struct LoyaltyRetry(LoyaltyError Error, int FailedAttempts, TimeSpan Elapsed, TimeSpan Pause);
