namespace LoyaltyEngine.Core.Members;

/// <summary>What became of a command: an entry to append, an entry that answered it before, or a refusal.</summary>
public readonly struct Decision
{
    private Decision(MemberEvent? change, bool isReplay, Rejection? rejection)
    {
        Event = change;
        IsReplay = isReplay;
        Rejection = rejection;
    }

    /// <summary>The entry to append or, for a replay, the entry appended before; null for a refusal.</summary>
    public MemberEvent? Event { get; }

    /// <summary>Whether the request took effect before: <see cref="Event"/> is its entry and nothing is to be
    /// appended.</summary>
    public bool IsReplay { get; }

    /// <summary>The refusal, or null.</summary>
    public Rejection? Rejection { get; }

    internal static Decision Accepted(MemberEvent change) => new(change, false, null);

    internal static Decision Replayed(MemberEvent prior) => new(prior, true, null);

    internal static Decision Rejected(RejectionReason reason, params (string Name, string Value)[] facts) =>
        new(null, false, new Rejection(reason, facts));
}
