using Spectre.Console;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Shows a run as a moving bar, for a person at a terminal.</summary>
internal sealed class BarProgress(IAnsiConsole console, TimeProvider time) : IReplayProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public Task ShowWhileAsync(Func<ReplayStanding> standing, Func<Task> work) =>
        new Progress(console)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Replaying", maxValue: 1);
                await using var timer = time.CreateTimer(_ => Show(bar, standing()), null, TimeSpan.Zero, Interval);
                await work();
                Show(bar, standing());
            });

    public void Say(string sentence) => console.WriteLine(sentence);

    private static void Show(ProgressTask bar, ReplayStanding standing)
    {
        bar.Value = standing.Done;
        bar.Description = Markup.Escape(standing.Tail());
    }
}
