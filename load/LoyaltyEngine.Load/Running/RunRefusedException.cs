namespace LoyaltyEngine.Load.Running;

/// <summary>A run cannot be made, or would mean nothing; the message says why and what to do.</summary>
internal sealed class RunRefusedException(string message) : Exception(message);
