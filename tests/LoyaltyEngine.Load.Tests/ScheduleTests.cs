using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Tests;

public sealed class ScheduleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-load-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Execute_MembersWithLots_OnlyTheScheduleGrowsWithThem()
    {
        var sides = ScheduleRun.Execute(
            new ScheduleOptions
            {
                ServerAssembly = Path.Combine(AppContext.BaseDirectory, "loyalty-server.dll"),
                DataFolder = _folder,
                Lots = 50,
                Members = 3,
                Shape = new LoadShape(1, 4, 1),
                WarmUp = TimeSpan.Zero,
                Window = TimeSpan.FromMilliseconds(100),
                Rounds = 1,
            },
            new ProgressDisplay());

        sides.Select(side => side.Name).ShouldBe(["one lot", "50 lots", "50 lots with their schedule"]);
        sides.Sum(side => side.Side.Calls.Failed).ShouldBe(0);
        var bytes = sides.Select(side => side.Side.Calls.MeanAnswerBytes).ToArray();
        bytes[1].ShouldBeInRange(bytes[0], bytes[0] + 8);
        // Each of the lots has a time and points: at least ten bytes.
        bytes[2].ShouldBeGreaterThan(bytes[1] + (50 * 10));
    }
}
