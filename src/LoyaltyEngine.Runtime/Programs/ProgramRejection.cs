using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A refusal to publish or retire a version: a value, not an exception. Nothing is stored.</summary>
/// <param name="Reason">The rule that was broken.</param>
/// <param name="Facts">What the caller needs to know of it, by name.</param>
public sealed record ProgramRejection(ProgramRejectionReason Reason, params (string Name, string Value)[] Facts)
{
    /// <summary>Why a version without faults of its own is faulty: what it would do to those before it.</summary>
    public IReadOnlyList<ProgramFault> Faults { get; init; } = [];
}
