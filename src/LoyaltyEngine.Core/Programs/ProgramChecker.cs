namespace LoyaltyEngine.Core.Programs;

/// <summary>Tells every fault of a program at once. Pure and thread-safe.</summary>
public static class ProgramChecker
{
    /// <summary>All faults of the definition, in the file's order; empty where it may be compiled.</summary>
    public static IReadOnlyList<ProgramFault> Check(ProgramDefinition definition) => [];
}
