using Spectre.Console;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// Tells on the error stream how far a run has come, as bars on a terminal and as plain lines elsewhere: standard
/// output belongs to the result.
/// </summary>
internal sealed class ProgressDisplay
{
    private readonly IAnsiConsole _console =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Shows work of a known size while it runs.</summary>
    public void Show(string what, long size, Action<Action<long>> work)
    {
        if (!_console.Profile.Capabilities.Interactive)
        {
            Say($"{what} ({size:N0})");
            work(_ => { });
            return;
        }

        _console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(what, maxValue: size);
                work(done => task.Value = done);
            });
    }

    /// <summary>Says one line.</summary>
    public void Say(string line) => _console.MarkupLineInterpolated($"{line}");
}
