using System.Globalization;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Runtime.Tests.Simulation;

/// <summary>
/// The whole ledger under losses of power. A failure names its seed: <c>LOYALTY_SEED=n</c> runs that one alone, and
/// <c>LOYALTY_SEEDS=n</c> runs so many.
/// </summary>
[Trait("Category", "Laws")]
public sealed class LedgerSimulationTests
{
    private const int SeedCount = 200;
    private const int MutantSeedCount = 60;

    [Fact]
    public async Task Ledger_PowerLostAtAnyMoment_KeepsEveryAnswer()
    {
        var (losses, accepted, rejected, present, absent) = (0, 0, 0, 0, 0);
        var only = Setting("LOYALTY_SEED");
        var count = only is null ? Setting("LOYALTY_SEEDS") ?? SeedCount : 1;
        for (var i = 0; i < count; i++)
        {
            var seed = only ?? i;
            var simulation = new LedgerSimulation(seed);
            try
            {
                await simulation.RunAsync();
            }
            catch (Exception cause)
            {
                throw new InvalidOperationException($"Replay with LOYALTY_SEED={seed}: {cause.Message}", cause);
            }

            losses += simulation.PowerLosses;
            accepted += simulation.Accepted;
            rejected += simulation.Rejected;
            present += simulation.Unknown.Present;
            absent += simulation.Unknown.Absent;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} seeds: {losses} losses of power, {accepted} accepted, {rejected} refused, "
            + $"{present + absent} unanswered ({present} there, {absent} not)");
        if (only is not null)
            return;
        losses.ShouldBeGreaterThan(count, "the power went often enough");
        accepted.ShouldBeGreaterThan(count * 10, "there was something to lose");
        rejected.ShouldBeGreaterThan(count, "some were refused");
        present.ShouldBeGreaterThan(0, "some took effect though nobody was told");
        absent.ShouldBeGreaterThan(0, "some were lost before they took effect");
    }

    [Fact]
    public async Task Disk_WhoseFlushesDoNothing_IsNoticed()
    {
        for (var seed = 0; seed < MutantSeedCount; seed++)
        {
            if (await Record.ExceptionAsync(() => new LedgerSimulation(seed, Mutate).RunAsync()) is not null)
                return;
        }

        Assert.Fail("No seed noticed that nothing was flushed.");

        static void Mutate(SimulatedDisk disk) => disk.IgnoresFlushes = true;
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value
            : null;
}
