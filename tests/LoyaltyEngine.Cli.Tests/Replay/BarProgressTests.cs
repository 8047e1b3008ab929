using LoyaltyEngine.Cli.Replay;
using Spectre.Console;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class BarProgressTests
{
    [Fact]
    public async Task ShowWhileAsync_OnATerminal_EndsWithTheLastStandingAndKeepsWhatWasSaid()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 120;
        var progress = new BarProgress(console, TimeProvider.System);
        var done = 0.25;

        await progress.ShowWhileAsync(
            () => new ReplayStanding(done, 1_500, TimeSpan.FromSeconds(10)),
            () =>
            {
                progress.Say("The engine answers [again].");
                done = 1;
                return Task.CompletedTask;
            });

        text.ToString().ShouldContain("The engine answers [again].");
        text.ToString().ShouldContain("100% 1,500 invoices, 150/s, 0 s left");
    }

    [Fact]
    public async Task ShowWhileAsync_WorkFails_ThrowsWhatItThrew()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()) });

        var failure = await Should.ThrowAsync<CommandFailedException>(() =>
            new BarProgress(console, TimeProvider.System).ShowWhileAsync(
                () => default, () => throw new CommandFailedException("It failed.")));

        failure.Message.ShouldBe("It failed.");
    }
}
