using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Runtime.Tests.Simulation;

/// <summary>A ledger over the embedded log over a disk in memory; the test says when something is written.</summary>
internal sealed class EmbeddedRig(SimulatedDisk disk, EmbeddedJournal journal, LedgerRig ledger)
{
    public SimulatedDisk Disk => disk;

    public EmbeddedJournal Journal => journal;

    public LedgerRig Ledger => ledger;

    public static EmbeddedJournal OpenJournal(
        SimulatedDisk disk, int segmentBytes = 64 * 1024, int queueCountMax = 256 * 1024, int batchBytesMax = 4096) =>
        EmbeddedJournal.Open(new EmbeddedJournalOptions
        {
            Directory = "unused",
            Storage = disk,
            IsManual = true,
            SegmentBytes = segmentBytes,
            BatchBytesMax = batchBytesMax,
            QueueCountMax = queueCountMax,
            CheckpointBytesMin = 20_000,
        });

    public static async Task<EmbeddedRig> OpenAsync(
        SimulatedDisk disk,
        EmbeddedJournal? journal = null,
        LedgerOptions? options = null,
        FakeTimeProvider? clock = null,
        Func<IJournal, IJournal>? seenThrough = null,
        string source = TestProgram.Source)
    {
        journal ??= OpenJournal(disk);
        var seen = seenThrough?.Invoke(journal) ?? journal;
        var ledger = await WriteUntilAsync(journal, LedgerRig.OpenAsync(seen, options, clock, source));
        return new EmbeddedRig(disk, journal, ledger);
    }

    /// <summary>Writes batches until the call is answered.</summary>
    public Task<T> DoAsync<T>(Func<LedgerRig, Task<T>> call) => WriteUntilAsync(journal, call(ledger));

    /// <summary>Starts anew after the process was killed or, before this, the power went.</summary>
    public Task<EmbeddedRig> RestartAsync(LedgerOptions? options = null)
    {
        disk.Restart();
        return OpenAsync(disk, options: options);
    }

    private static async Task<T> WriteUntilAsync<T>(EmbeddedJournal journal, Task<T> call)
    {
        while (!call.IsCompleted)
        {
            if (!journal.Writer.RunOnce() && !call.IsCompleted)
                throw new InvalidOperationException("Nothing is left to be written, yet the call waits.");
        }

        return await call;
    }
}
