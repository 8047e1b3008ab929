using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>A ratio of two throughputs.</summary>
internal sealed record RatioOf(string Name, CallKind Numerator, CallKind Denominator);
