using LoyaltyEngine.Journal.Tests.Contract;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>A write that power failed in is cut off, whatever of it there is, and kept beside the log.</summary>
public sealed class TornTailTests
{
    private const int Appends = 5;

    private readonly SimulatedDisk _disk = LogImage.Killed(Appends, marked: false);
    private readonly byte[] _whole;
    private readonly (int Offset, int Length) _last;

    public TornTailTests()
    {
        _whole = _disk.Read(LogImage.First);
        _last = LogImage.Batches(_whole)[^1];
        _last.Length.ShouldBe(3072);
    }

    [Fact]
    public async Task LastBatch_CutAnywhere_IsCutOff()
    {
        for (var length = 0; length < _last.Length; length += 3)
        {
            var torn = _whole.ToArray();
            torn.AsSpan(_last.Offset + length, _last.Length - length).Clear();
            await ExpectCutAsync(torn, $"zeros after {length} bytes");
        }
    }

    [Fact]
    public async Task LastBatch_FileEndsInIt_IsCutOffAndFilledUp()
    {
        for (var length = 0; length < _last.Length; length += 101)
            await ExpectCutAsync(_whole[..(_last.Offset + length)], $"the file ends after {length} bytes");
    }

    [Fact]
    public async Task LastBatch_AnySectorsMissing_IsCutOff()
    {
        var sectors = _last.Length / 512;
        for (var kept = 0; kept < (1 << sectors) - 1; kept++)
        {
            var torn = _whole.ToArray();
            for (var sector = 0; sector < sectors; sector++)
            {
                if ((kept & (1 << sector)) == 0)
                    torn.AsSpan(_last.Offset + (sector * 512), 512).Clear();
            }

            await ExpectCutAsync(torn, $"sectors {kept:b}");
        }
    }

    [Fact]
    public async Task LastBatch_SectorsSwapped_IsCutOff()
    {
        var torn = _whole.ToArray();
        _whole.AsSpan(_last.Offset + 512, 512).CopyTo(torn.AsSpan(_last.Offset + 1024));
        _whole.AsSpan(_last.Offset + 1024, 512).CopyTo(torn.AsSpan(_last.Offset + 512));
        await ExpectCutAsync(torn, "swapped");
    }

    [Fact]
    public async Task LastBatch_Whole_IsKept()
    {
        await using var journal = LogImage.Open(_disk);
        (await LogImage.CountAsync(journal)).ShouldBe(Appends);
        journal.Recovery.BytesCut.ShouldBe(0);
        journal.Recovery.Notices.ShouldBeEmpty();
    }

    private async Task ExpectCutAsync(byte[] torn, string how)
    {
        var disk = _disk.Copy(1);
        disk.Put(LogImage.First, torn);
        var left = torn.AsSpan(Math.Min(torn.Length, _last.Offset)).TrimEnd((byte)0).Length;
        if (torn.AsSpan().SequenceEqual(_whole))
            return; // Only padding was cut off.
        await using (var journal = LogImage.Open(disk))
        {
            (await LogImage.CountAsync(journal)).ShouldBe(Appends - 1, how);
            journal.Recovery.BytesCut.ShouldBe(left, how);
            var cut = disk.List().Where(name => name.StartsWith("cut-", StringComparison.Ordinal)).ToList();
            cut.Count.ShouldBe(left > 0 ? 1 : 0, how);
            if (left > 0)
                disk.Read(cut[0]).ShouldBe(torn.AsSpan(_last.Offset, left).ToArray(), how);
            disk.Read(LogImage.First).AsSpan(_last.Offset).ContainsAnyExcept((byte)0).ShouldBeFalse(how);
            var other = new StreamChain(StreamId.Member("t", "uk", "carl"));
            var append = journal.RentAppend();
            other.AddTo(append, "after the cut");
            var task = journal.AppendAsync(append);
            journal.Writer.RunOnce();
            (await task).ShouldBe(AppendOutcome.Durable);
            disk.Restart();
        }

        await using var again = LogImage.Open(disk);
        (await LogImage.CountAsync(again)).ShouldBe(Appends - 1, how);
        (await again.LoadAsync(StreamId.Member("t", "uk", "carl"))).Revision.ShouldBe(1, how);
    }
}
