namespace LoyaltyEngine.Server;

/// <summary>The server cannot start; the message says why in words for the operator.</summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
