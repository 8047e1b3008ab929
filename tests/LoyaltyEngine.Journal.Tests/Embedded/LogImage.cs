using System.Buffers.Binary;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Contract;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>Logs on simulated disks for tests that damage them.</summary>
internal static class LogImage
{
    public const string First = "00000001.log";

    public static EmbeddedJournalOptions Options(SimulatedDisk disk, int segmentBytes = 16 * 1024) => new()
    {
        Directory = "unused",
        Storage = disk,
        IsManual = true,
        SegmentBytes = segmentBytes,
        BatchBytesMax = 8 * 1024,
        CheckpointBytesMin = long.MaxValue,
    };

    public static EmbeddedJournal Open(SimulatedDisk disk, int segmentBytes = 16 * 1024) =>
        EmbeddedJournal.Open(Options(disk, segmentBytes));

    /// <summary>
    /// A log of so many appends to two streams, a batch each, of a process that was killed, so without a checkpoint;
    /// the last batch has several sectors. With a mark after it, or without, as if killed at once.
    /// </summary>
    public static SimulatedDisk Killed(int appends, bool marked, int segmentBytes = 16 * 1024)
    {
        var disk = new SimulatedDisk(0);
        var journal = Open(disk, segmentBytes);
        var anna = new StreamChain(StreamId.Member("t", "uk", "anna"));
        var ben = new StreamChain(StreamId.Member("t", "uk", "ben"));
        for (var i = 1; i <= appends; i++)
        {
            var append = journal.RentAppend();
            append.RecordTime = i;
            anna.AddTo(append, $"anna's {i}", $"request {i}");
            ben.AddTo(append, $"ben's {i} " + new string('x', i == appends ? 2500 : i * 37 % 600));
            var task = journal.AppendAsync(append);
            journal.Writer.RunOnce().ShouldBeTrue();
            task.IsCompletedSuccessfully.ShouldBeTrue();
        }

        if (marked)
            journal.Writer.RunOnce().ShouldBeFalse();
        disk.Restart();
        return disk;
    }

    /// <summary>Where the batches of a segment stand, by reading its bytes as the format says.</summary>
    public static List<(int Offset, int Length)> Batches(byte[] segment)
    {
        var batches = new List<(int, int)>();
        var offset = 512;
        while (offset < segment.Length && "LOYBATCH"u8.SequenceEqual(segment.AsSpan(offset, 8)))
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(segment.AsSpan(offset + 18)) != 1)
                break;
            var length = BinaryPrimitives.ReadInt32LittleEndian(segment.AsSpan(offset + 20));
            batches.Add((offset, length));
            offset += length;
        }

        return batches;
    }

    /// <summary>How many appends of <see cref="Killed"/> a journal holds, all of them whole.</summary>
    public static async Task<int> CountAsync(EmbeddedJournal journal)
    {
        var anna = await journal.LoadAsync(StreamId.Member("t", "uk", "anna"));
        var ben = await journal.LoadAsync(StreamId.Member("t", "uk", "ben"));
        ben.Revision.ShouldBe(anna.Revision);
        return (int)anna.Revision;
    }
}
