namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// The rule that a refused publication or retirement broke. Where several are broken, the first in this order is named.
/// </summary>
public enum ProgramRejectionReason
{
    /// <summary>Never given.</summary>
    None,

    /// <summary>The request id was used before with other content.</summary>
    RequestIdReused,

    /// <summary>The program has faults.</summary>
    ProgramFaulty,

    /// <summary>The program is not at the expected revision.</summary>
    RevisionMoved,

    /// <summary>There are as many programs, or the program has as many records, as may be.</summary>
    ProgramLimitReached,

    /// <summary>The program has no such version.</summary>
    ProgramVersionUnknown,

    /// <summary>The version was retired before.</summary>
    ProgramVersionRetired,

    /// <summary>Purchases may have been decided by the version already.</summary>
    ProgramVersionInForce,

    /// <summary>A first version decides from the program's first day on, not from a stated time.</summary>
    EffectiveTimeOfFirstVersion,

    /// <summary>The version would take effect sooner than all can know of it.</summary>
    EffectiveTimeTooSoon,

    /// <summary>Another version is to take effect at that time or later.</summary>
    EffectiveTimeNotLast,
}
