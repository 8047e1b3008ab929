using LoyaltyEngine.Cli.Replay;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class LineProgressTests
{
    [Fact]
    public async Task ShowWhileAsync_TimePasses_WritesALineEachInterval()
    {
        var text = new StringWriter();
        var time = new FakeTimeProvider();
        var progress = new LineProgress(text, time);

        await progress.ShowWhileAsync(
            () => new ReplayStanding(0.25, 1_500, TimeSpan.FromSeconds(10)),
            () =>
            {
                time.Advance(LineProgress.Interval);
                time.Advance(LineProgress.Interval);
                return Task.CompletedTask;
            });
        time.Advance(LineProgress.Interval);

        var line = " 25 %  1,500 invoices, 150/s, 30 s left";
        text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldBe([line, line]);
    }

    [Fact]
    public void Tail_NothingDone_SaysNothingOfTheTimeLeft() =>
        new ReplayStanding(0, 0, TimeSpan.Zero).Tail().ShouldBe("0 invoices, 0/s");
}
