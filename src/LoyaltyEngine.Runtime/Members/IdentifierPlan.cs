using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>
/// The records of identifiers' streams that go into one append with a member's entry, and what their present standing
/// means for the decision. Each names the revision it follows: where another claimed in between, all of it conflicts.
/// </summary>
internal sealed class IdentifierPlan
{
    private readonly string _memberId;
    private readonly List<(IdentifierChange Change, IdentifierStanding Standing)> _steps = [];

    public IdentifierPlan(string memberId) => _memberId = memberId;

    /// <summary>No identifiers.</summary>
    public static IdentifierPlan Nothing { get; } = new("");

    /// <summary>Whether one that is to be claimed belongs to another member.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Whether one that is to be claimed is dead for good.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Plans one change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="standing">How the identifier stands.</param>
    /// <param name="isOrphan">Whether the member who claimed it never got it.</param>
    public void Add(IdentifierChange change, IdentifierStanding standing, bool isOrphan)
    {
        var isOwn = standing.IsClaimedBy(_memberId);
        if (change.Step == IdentifierStep.Claim)
        {
            IsRetired |= standing.Last is { Step: IdentifierStep.Retire };
            IsTaken |= standing.Last is { Step: IdentifierStep.Claim } && !isOwn && !isOrphan;
        }

        // A claim of the member's own stands already, and what is not its own it cannot give up.
        if (isOwn != (change.Step == IdentifierStep.Claim))
            _steps.Add((change, standing));
    }

    /// <summary>Puts the records into the append of the entry.</summary>
    public void WriteTo(Append append, in EntryOrigin origin)
    {
        foreach (var (change, standing) in _steps)
        {
            var body = IdentifierCodec.Write(new StoredIdentifier(
                change.Step, _memberId, change.OtherHash, origin.RecordTime, origin.Principal));
            var revision = standing.Revision + 1;
            append.Add(change.Stream, revision, standing.Hash.Next(revision, body), RequestKey.None, body);
        }
    }
}
