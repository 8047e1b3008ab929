namespace LoyaltyEngine.Cli.Replay;

/// <summary>What <c>--match-returns</c> came to; an object of the summary's JSON: keys are only added.</summary>
internal sealed record ReplayMatches
{
    /// <summary>Lines of cancellations: the sum of the three that follow.</summary>
    public required long CancellationLines { get; init; }

    /// <summary>Those whose whole quantity was found in earlier sales.</summary>
    public required long LinesMatched { get; init; }

    /// <summary>Those of which a part was.</summary>
    public required long LinesMatchedInPart { get; init; }

    /// <summary>Those of which nothing was.</summary>
    public required long LinesNotMatched { get; init; }

    /// <summary>Those not matched whose article the member had, but at another price.</summary>
    public required long LinesAtAnotherPrice { get; init; }

    /// <summary>Returns that named their sale and were accepted.</summary>
    public required long ReturnsByReference { get; init; }

    /// <summary>The points that these claimed: what the sales had earned for the goods.</summary>
    public required long PointsClaimedByReference { get; init; }
}
