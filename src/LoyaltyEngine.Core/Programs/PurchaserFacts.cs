namespace LoyaltyEngine.Core.Programs;

/// <summary>What rules ask of the member who buys. The default is of nobody, for whom no such rule holds.</summary>
/// <param name="PurchaseNumber">Which of the member's purchases it is, from 1.</param>
/// <param name="EnrolTime">When the member was enrolled.</param>
public readonly record struct PurchaserFacts(int PurchaseNumber, LedgerTime EnrolTime);
