using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>A return that came before its sale and waits for it. Immutable.</summary>
/// <param name="Id">The return: the revision of the entry that records that it waits.</param>
/// <param name="SaleRequestId">The request of the sale.</param>
/// <param name="Parts">What came back; empty for all of the sale.</param>
/// <param name="EndTime">When it waits no longer.</param>
/// <param name="OccurTime">When the goods came back.</param>
/// <param name="ProgramVersion">The version of the program that was in force then.</param>
/// <param name="Shortfall">What that version says of points that are gone.</param>
public sealed record WaitingReturn(
    long Id,
    string SaleRequestId,
    ReturnPart[] Parts,
    LedgerTime EndTime,
    LedgerTime OccurTime,
    long ProgramVersion,
    ShortfallPolicy Shortfall);
