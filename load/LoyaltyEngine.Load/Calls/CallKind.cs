namespace LoyaltyEngine.Load.Calls;

/// <summary>What a slice of load calls.</summary>
internal enum CallKind
{
    /// <summary>Durable <c>EarnPoints</c> on the engine.</summary>
    Earn,

    /// <summary>The same, all on one member.</summary>
    HotEarn,

    /// <summary><c>GetBalance</c> on the engine.</summary>
    Balance,

    /// <summary>The purchase parsed and answered by the echo, through the same gRPC stack.</summary>
    Echo,

    /// <summary>An empty call on the echo's process, through the same gRPC stack.</summary>
    Empty,

    /// <summary>An empty gRPC frame sent back by bare Kestrel, without a gRPC library.</summary>
    Bare,
}
