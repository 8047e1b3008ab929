namespace LoyaltyEngine.Core.Members;

/// <summary>What entries of one kind, program version and rule or reason did to a balance.</summary>
/// <param name="Kind">What they did.</param>
/// <param name="ProgramVersion">The program version that decided; 0 where parts of several are told as one.</param>
/// <param name="Name">The rule's id or the reason code; empty where there is neither.</param>
/// <param name="EntryCount">How many entries.</param>
/// <param name="Points">What they did to the balance.</param>
public readonly record struct BalancePart(
    BalancePartKind Kind, long ProgramVersion, string Name, long EntryCount, long Points);
