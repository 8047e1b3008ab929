namespace LoyaltyEngine.Cli.Replay;

/// <summary>How many lines of cancellations found the sale of their goods. A function of the file alone.</summary>
/// <param name="Lines">All of them: the sum of the three that follow.</param>
/// <param name="Whole">Those whose whole quantity was found in earlier sales.</param>
/// <param name="InPart">Those of which a part was.</param>
/// <param name="NotAtAll">Those of which nothing was.</param>
/// <param name="OtherPrice">
/// Those of <paramref name="NotAtAll"/> whose article the member had, but at another price.
/// </param>
internal readonly record struct MatchCounts(long Lines, long Whole, long InPart, long NotAtAll, long OtherPrice);
