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
        ValueTask<AppendOutcome> durable)
    {
        IsOfAwaited = isOfAwaited;
        IsDecided = isDecided;
        IsStale = isStale;
        EvidenceThrough = evidenceThrough;
        Decision = decision;
        Durable = durable;
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

    public static HostStep Decided(in Decision decision, ValueTask<AppendOutcome> durable) =>
        new(true, false, 0, false, decision, durable);

    public static HostStep Stale() => new(false, true, 0, false, default, default);

    public static HostStep NeedsEvidence(long through) => new(false, false, through, false, default, default);

    public static HostStep NeedsEvidenceOfAwaited(long through) => new(false, false, through, true, default, default);
}
