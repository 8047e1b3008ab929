namespace LoyaltyEngine.Client;

/// <summary>Configures a <see cref="LoyaltyClient"/>. The defaults suit a till with a customer at it.</summary>
public sealed record LoyaltyClientOptions
{
    /// <summary>
    /// The engine's addresses, like <c>http://127.0.0.1:5080</c>. Where there are several, an attempt that failed is
    /// followed by one at the next.
    /// </summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>The tenant that all calls speak for, 1 to 32 of a-z 0-9 - ; empty for the engine's default.</summary>
    public string TenantId { get; init; } = "";

    /// <summary>
    /// How many connections to hold to each address. A member's calls keep to one of them while it answers.
    /// </summary>
    public int ConnectionsPerAddress { get; init; } = 1;

    /// <summary>How long one attempt may take before it counts as unanswered.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many attempts one call makes at most, the first included.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>No attempt begins later than this after the call began.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The pause before the second attempt. Each further pause is twice as long, and half of each is random.
    /// </summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause that is made unless the engine asks for a longer one.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Is told before each pause. Called on any thread and must not block.</summary>
    public Action<LoyaltyRetry>? Retrying { get; init; }

    /// <summary>Draws from 0 up to 1, to spread pauses. Must be thread-safe.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>The clock for deadlines and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
