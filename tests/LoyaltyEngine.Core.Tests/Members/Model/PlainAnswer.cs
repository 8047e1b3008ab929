namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>
/// What became of a request: accepted, replayed or the name of the rule it broke; the entry that answers it; and the
/// member afterwards. Text and numbers only, so that two answers are compared whole and read well where they differ.
/// </summary>
/// <param name="Verdict">"accepted", "replayed" or the broken rule.</param>
/// <param name="Entry">The revision of the answering entry, 0 for a refusal.</param>
/// <param name="Points">The points of the answering entry.</param>
/// <param name="Forgiven">What the answering entry forgave.</param>
/// <param name="DebtChange">What the answering entry did to the debt.</param>
/// <param name="Revision">The member's revision.</param>
/// <param name="Available">The member's points.</param>
/// <param name="Pending">The member's points that are not available yet.</param>
/// <param name="Reserved">The member's points that are reserved.</param>
/// <param name="Debts">The points that the member owes, by the entry that made them.</param>
/// <param name="Lots">The member's open lots, in the order in which they are spent, the pending ones, and those of each
/// reservation.</param>
internal sealed record PlainAnswer(
    string Verdict,
    long Entry,
    long Points,
    long Forgiven,
    long DebtChange,
    long Revision,
    long Available,
    long Pending,
    long Reserved,
    string Debts,
    string Lots);
