namespace LoyaltyEngine.Journal;

/// <summary>What is stored contradicts itself at a place that no crash can explain. The message names the
/// place.</summary>
public sealed class JournalCorruptException : Exception
{
    public JournalCorruptException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
