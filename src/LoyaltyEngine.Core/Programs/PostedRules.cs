namespace LoyaltyEngine.Core.Programs;

/// <summary>The rules that a posting hands out.</summary>
/// <param name="Day">The local day on which these may hold, counted from 1970-01-01; 0 for those of any day.</param>
/// <param name="OfReceipt">Those that match every line or none.</param>
/// <param name="OfLines">Those that ask each line.</param>
internal sealed record PostedRules(int Day, Candidate[] OfReceipt, Candidate[] OfLines);
