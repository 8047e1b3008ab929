namespace LoyaltyEngine.Cli.Console;

/// <summary>
/// Where a command writes, and its clock. Results go to <see cref="Out"/>, all else to <see cref="Error"/>.
/// </summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error, TimeProvider Time)
{
    /// <summary>Whether a person watches <see cref="Error"/>, so that a bar may move there.</summary>
    public bool IsWatched { get; init; }

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() =>
        new(System.Console.Out, System.Console.Error, TimeProvider.System)
        {
            IsWatched = !System.Console.IsErrorRedirected,
        };
}
