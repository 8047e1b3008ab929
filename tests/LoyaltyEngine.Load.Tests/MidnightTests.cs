using LoyaltyEngine.Load.Running;

namespace LoyaltyEngine.Load.Tests;

/// <summary>A whole midnight of a few members on the real server. What it measures is not looked at.</summary>
public sealed class MidnightTests : IDisposable
{
    private const int Members = 201;

    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-load-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Execute_FewMembers_EachHasOneEntryMore()
    {
        var options = new MidnightOptions
        {
            // The copy beside the tests, which is of their own configuration.
            ServerAssembly = Path.Combine(AppContext.BaseDirectory, "loyalty-server.dll"),
            DataFolder = _folder,
            AllowsVolatile = true,
            Members = Members,
            LoadedMembers = 50,
            Rate = 100,
            Connections = 2,
            Window = TimeSpan.FromSeconds(1),
            WarmUp = TimeSpan.Zero,
            Preparation = TimeSpan.FromSeconds(20),
            RunMax = TimeSpan.FromMinutes(5),
            MembersHeldMax = 100,
            TimelineFile = Path.Combine(_folder, "timeline.csv"),
        };

        var report = MidnightRun.Execute(options, new ProgressDisplay());

        report.Faults.ShouldBeEmpty();
        report.Applied.ShouldBe(Members);
        report.Points.Activated.ShouldBeGreaterThan(0);
        report.Points.Expired.ShouldBeGreaterThan(0);
        report.Phases.Sum(phase => phase.Calls.Failed).ShouldBe(0);
        report.Phases.Select(phase => phase.Name).ShouldBe(["before", "during", "after"]);
        File.ReadLines(options.TimelineFile).Skip(1).ShouldNotBeEmpty();
    }
}
