namespace LoyaltyEngine.Runtime;

/// <summary>The node has as many requests under way as it admits; nothing was done for this one.</summary>
public sealed class NodeOverloadedException(TimeSpan retryDelay, Exception? cause = null)
    : Exception("The node has as many requests under way as it admits.", cause)
{
    /// <summary>After which time it makes sense to try again.</summary>
    public TimeSpan RetryDelay { get; } = retryDelay;
}
