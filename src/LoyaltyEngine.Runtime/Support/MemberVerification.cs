using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>What the journal alone says of a member, compared with the member that answers.</summary>
/// <param name="Revision">The revision up to which the journal was read.</param>
/// <param name="EntryCount">How many entries were read and folded.</param>
/// <param name="Head">The chain's hash with the last of them, recomputed.</param>
/// <param name="Recomputed">The balance that they fold to.</param>
/// <param name="Live">The balance of the member that answers, at that revision; null where it is stopped.</param>
/// <param name="Faults">What was found wrong; empty where nothing was.</param>
public sealed record MemberVerification(
    long Revision,
    long EntryCount,
    ChainHash Head,
    Balance Recomputed,
    Balance? Live,
    IReadOnlyList<MemberFault> Faults);
