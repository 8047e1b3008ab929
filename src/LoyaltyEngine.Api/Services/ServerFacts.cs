using LoyaltyEngine.Core;

namespace LoyaltyEngine.Api.Services;

/// <summary>What a process tells of itself.</summary>
/// <param name="Version">The engine's version.</param>
/// <param name="StartTime">When it began to serve.</param>
/// <param name="ClockSkew">How far ahead of the clock something may be said to have happened.</param>
/// <param name="PublicationLead">How long before it takes effect a version of a program must be published.</param>
public sealed record ServerFacts(
    string Version, LedgerTime StartTime, TimeSpan ClockSkew, TimeSpan PublicationLead);
