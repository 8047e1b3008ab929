namespace LoyaltyEngine.Load.Running;

/// <summary>What a slice of calls by our client measured.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="BytesPerCall">Bytes that the client's process allocated for a call.</param>
/// <param name="TimePerCall">CPU time that the client's process took for a call.</param>
internal readonly record struct ClientSliceResult(double PerSecond, long BytesPerCall, TimeSpan TimePerCall);
