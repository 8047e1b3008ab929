namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// What a sale earned, line by line: what its refunds take back is a pure function of it and of what was returned so
/// far (law 4).
/// </summary>
/// <param name="Terms">A term for each of the sale's applied rules, in their order.</param>
/// <param name="Excluded">The lines that could not earn.</param>
public sealed record ClaimSchedule(ClaimTerm[] Terms, LineSet Excluded)
{
    /// <summary>What bounds some of the terms, in their order.</summary>
    public ClaimBound[] Bounds { get; init; } = [];
}
