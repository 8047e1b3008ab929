namespace LoyaltyEngine.Runtime.Due;

/// <summary>What a <see cref="DueRun"/> does.</summary>
public enum DueRunState
{
    /// <summary>It reads whom something will be due of.</summary>
    CatchingUp,

    /// <summary>It applies what is due.</summary>
    Running,

    /// <summary>It has stopped for good, because the clock has jumped.</summary>
    StoppedByClock,

    /// <summary>It has stopped for good, because it failed.</summary>
    Failed,
}
