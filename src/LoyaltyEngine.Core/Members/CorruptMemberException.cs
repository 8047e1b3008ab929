namespace LoyaltyEngine.Core.Members;

/// <summary>
/// A stored entry contradicts what the entries before it fold to. Stored entries are facts, so this is damage or a
/// fault of the engine: the member is stopped, never mended silently.
/// </summary>
public sealed class CorruptMemberException : Exception
{
    public CorruptMemberException(string message)
        : base(message)
    {
    }
}
