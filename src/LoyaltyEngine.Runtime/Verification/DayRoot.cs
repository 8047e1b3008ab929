namespace LoyaltyEngine.Runtime.Verification;

/// <summary>
/// What commits to all entries of one day and partition, so that an auditor who noted it down can tell later that none
/// was changed, added or left out. Defined in ARCHITECTURE.md; permanent.
/// </summary>
/// <param name="Day">The day in UTC: 2026-11-22.</param>
/// <param name="Partition">The partition; 0 in the embedded log, which has one.</param>
/// <param name="EntryCount">How many entries.</param>
/// <param name="Root">The root, 32 bytes in hexadecimal.</param>
/// <param name="MayGrow">Whether entries may still be added: it is the newest day.</param>
public sealed record DayRoot(string Day, int Partition, long EntryCount, string Root, bool MayGrow);
