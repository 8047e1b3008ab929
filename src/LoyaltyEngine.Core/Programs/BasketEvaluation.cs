namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// What a program gives for a basket. <see cref="Points"/> is the sum over <see cref="AppliedRules"/>, which lists the
/// base rate first (also where it gave 0) and then, in the program's order, each rule that matched.
/// </summary>
/// <param name="Points">The points in all; never negative.</param>
/// <param name="EligibleAmountMinor">The amount of the lines that no exclusion names, in minor units.</param>
/// <param name="AppliedRules">What each rule gave.</param>
/// <param name="Claim">What refunds take back; null where <paramref name="Overflowed"/>.</param>
/// <param name="Overflowed">True where the points do not fit <see cref="LoyaltyProgram.PointsPerBasketMax"/>;
/// nothing else is to be relied on then.</param>
public readonly record struct BasketEvaluation(
    long Points,
    long EligibleAmountMinor,
    AppliedRule[] AppliedRules,
    ClaimSchedule? Claim,
    bool Overflowed);
