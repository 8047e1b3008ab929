namespace LoyaltyEngine.Load.Measure;

/// <summary>The calls that began in one second.</summary>
/// <param name="Second">Which, from 0.</param>
/// <param name="Calls">How many.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P99">99 of a hundred took no longer.</param>
/// <param name="Max">What the slowest took.</param>
internal readonly record struct TimelineSecond(int Second, int Calls, TimeSpan P50, TimeSpan P99, TimeSpan Max);
