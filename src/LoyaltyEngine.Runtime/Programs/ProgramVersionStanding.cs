namespace LoyaltyEngine.Runtime.Programs;

/// <summary>Where a version of a program stands.</summary>
public enum ProgramVersionStanding
{
    /// <summary>Its time has not come.</summary>
    Scheduled,

    /// <summary>It decides what occurs now.</summary>
    InForce,

    /// <summary>It decides what occurred while it was in force.</summary>
    Superseded,

    /// <summary>It was retired before it took effect, and decides nothing.</summary>
    Retired,
}
