using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime;

/// <summary>A page of a member's entries, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Asks for the page after it; null where there is none.</param>
/// <param name="Revision">The member's revision when the page was read.</param>
public sealed record EntryPage(IReadOnlyList<MemberEvent> Entries, ReadCursor? Next, long Revision);
