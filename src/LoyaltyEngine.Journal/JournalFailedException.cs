namespace LoyaltyEngine.Journal;

/// <summary>
/// The journal has failed and serves nothing any more, reads included; the outcome of what was under way is unknown
/// until it is opened again and decides from what is stored.
/// </summary>
public sealed class JournalFailedException : Exception
{
    public JournalFailedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
