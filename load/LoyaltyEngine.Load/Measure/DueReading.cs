namespace LoyaltyEngine.Load.Measure;

/// <summary>How far a server's due run is.</summary>
/// <param name="Applied">Members it has looked at since the server started.</param>
/// <param name="Lag">How long the earliest of what is due has been so.</param>
/// <param name="HasStopped">Whether it has stopped for good.</param>
internal readonly record struct DueReading(long Applied, TimeSpan Lag, bool HasStopped);
