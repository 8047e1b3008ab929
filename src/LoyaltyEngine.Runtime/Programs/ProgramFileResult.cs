using System.Diagnostics.CodeAnalysis;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>What a program file says: a definition without faults, or its faults and no definition.</summary>
public sealed class ProgramFileResult
{
    internal ProgramFileResult(ProgramDefinition definition) => Definition = definition;

    internal ProgramFileResult(IReadOnlyList<ProgramFileFault> faults) => Faults = faults;

    /// <summary>Whether the file may be compiled.</summary>
    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null;

    /// <summary>What the file declares; null where it has faults.</summary>
    public ProgramDefinition? Definition { get; }

    /// <summary>Every fault, in the file's order; empty where there is a definition.</summary>
    public IReadOnlyList<ProgramFileFault> Faults { get; } = [];
}
