namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A program cannot be run; the message names every fault and where it is.</summary>
public sealed class ProgramRefusedException(string message) : Exception(message);
