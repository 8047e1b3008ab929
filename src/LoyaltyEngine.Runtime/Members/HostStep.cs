using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>How far a command came with a member in memory.</summary>
internal readonly struct HostStep
{
    private HostStep(
        bool isDecided,
        bool isStale,
        long evidenceThrough,
        bool isOfAwaited,
        Decision decision,
        ValueTask<AppendOutcome> durable,
        long revision)
    {
        IsOfAwaited = isOfAwaited;
        IsDecided = isDecided;
        IsStale = isStale;
        EvidenceThrough = evidenceThrough;
        Decision = decision;
        Durable = durable;
        Revision = revision;
    }

    /// <summary>Whether <see cref="Decision"/> was taken and <see cref="Durable"/> is to be awaited.</summary>
    public bool IsDecided { get; }

    /// <summary>Whether the copy in memory is no longer to be used: the member must be loaded again.</summary>
    public bool IsStale { get; }

    /// <summary>Otherwise: the revision through which the journal must be asked for the request first.</summary>
    public long EvidenceThrough { get; }

    /// <summary>Whether that request is the sale that a return waits for.</summary>
    public bool IsOfAwaited { get; }

    /// <summary>What was decided.</summary>
    public Decision Decision { get; }

    /// <summary>Completes when everything that the decision rests on is durable.</summary>
    public ValueTask<AppendOutcome> Durable { get; }

    /// <summary>The member's revision after it: what is durable then.</summary>
    public long Revision { get; }

    public static HostStep Decided(in Decision decision, ValueTask<AppendOutcome> durable, long revision) =>
        new(true, false, 0, false, decision, durable, revision);

    public static HostStep Stale() => new(false, true, 0, false, default, default, 0);

    public static HostStep NeedsEvidence(long through) => new(false, false, through, false, default, default, 0);

    public static HostStep NeedsEvidenceOfAwaited(long through) =>
        new(false, false, through, true, default, default, 0);
}
