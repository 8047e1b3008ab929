namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>
/// The journal under losses of power at any moment. A failure names the seed; running that seed repeats it.
/// </summary>
public sealed class PowerLossTests
{
    private const int SeedCount = 3000;

    [Fact]
    public async Task PowerLoss_AtAnyCallOfTheDisk_LosesAndDoublesNothing()
    {
        var (losses, acknowledged, checkpoints, cuts, indexed) = (0, 0, 0, 0, 0);
        for (var seed = 0; seed < SeedCount; seed++)
        {
            var simulation = new JournalSimulation(seed);
            try
            {
                await simulation.RunAsync();
            }
            catch (Exception cause)
            {
                throw new InvalidOperationException($"Seed {seed}: {cause.Message}", cause);
            }

            losses += simulation.PowerLosses;
            acknowledged += simulation.Acknowledged;
            checkpoints += simulation.CheckpointsUsed;
            cuts += simulation.Cuts;
            indexed += simulation.SegmentsIndexed;
        }

        losses.ShouldBeGreaterThan(SeedCount, "the power went often enough");
        acknowledged.ShouldBeGreaterThan(SeedCount * 10, "there was something to lose");
        checkpoints.ShouldBeGreaterThan(SeedCount, "openings began from checkpoints");
        cuts.ShouldBeGreaterThan(SeedCount / 10, "writes were torn");
        indexed.ShouldBeGreaterThan(SeedCount, "segments were sealed and indexed");
    }

    [Fact]
    public async Task Mutant_FlushesDoNothing_IsCaught() => await IsCaughtAsync(disk => disk.IgnoresFlushes = true);

    [Fact]
    public async Task Mutant_DirectoryFlushesDoNothing_IsCaught() =>
        await IsCaughtAsync(disk => disk.IgnoresDirectoryFlushes = true);

    [Fact]
    public async Task Mutant_AnswersBeforeTheFlushIsDone_IsCaught() =>
        await IsCaughtAsync(disk => disk.FlushesLate = true);

    private static async Task IsCaughtAsync(Action<SimulatedDisk> mutate)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            try
            {
                await new JournalSimulation(seed, mutate).RunAsync();
            }
            catch (Exception)
            {
                return;
            }
        }

        throw new InvalidOperationException("No seed noticed the mutant.");
    }
}
