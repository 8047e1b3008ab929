namespace LoyaltyEngine.Journal.Embedded;

/// <summary>A backup cannot be taken or restored; the message says why. What was there before is as it was.</summary>
public sealed class BackupRefusedException(string message) : Exception(message);
