namespace LoyaltyEngine.Cli;

/// <summary>
/// A command cannot do what was asked. The message is a sentence for the person at the keyboard and is all that is
/// shown.
/// </summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
