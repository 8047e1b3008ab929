using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>What no crash can explain is refused, with the place, and changes nothing.</summary>
public sealed class DamageTests
{
    [Fact]
    public void AnyBit_BeforeTheMarkedEnd_IsRefusedWithSegmentAndOffset()
    {
        var disk = LogImage.Killed(6, marked: true);
        var whole = disk.Read(LogImage.First);
        var batches = LogImage.Batches(whole);
        var random = new Random(1);
        for (var at = 0; at < batches[^1].Offset + batches[^1].Length; at += at < 1600 ? 1 : 3)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << random.Next(8));
            var damaged = disk.Copy(2);
            damaged.Put(LogImage.First, flipped);
            var refusal = Should.Throw<JournalCorruptException>(() => LogImage.Open(damaged), $"byte {at}");
            refusal.Message.ShouldContain(LogImage.First);
            var place = at < 512 ? "" : $"at byte {batches.First(batch => at < batch.Offset + batch.Length).Offset}";
            refusal.Message.ShouldContain(place, Case.Sensitive, $"byte {at}");
            damaged.Read(LogImage.First).ShouldBe(flipped);
        }
    }

    [Fact]
    public async Task AnyBit_BeforeTheLastBatchOfAKilledProcess_IsRefused()
    {
        var disk = LogImage.Killed(6, marked: false);
        var whole = disk.Read(LogImage.First);
        var last = LogImage.Batches(whole)[^1];
        for (var at = 0; at < last.Offset; at += 5)
        {
            var damaged = WithFlippedBit(disk, LogImage.First, at);
            Should.Throw<JournalCorruptException>(() => LogImage.Open(damaged), $"byte {at}");
        }

        // Nothing tells damage to the very last batch, of which nothing says that it was flushed, from a torn write.
        await using var journal = LogImage.Open(WithFlippedBit(disk, LogImage.First, last.Offset + 100));
        journal.Recovery.BytesCut.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task AnyBit_AfterACleanStop_IsRefused()
    {
        var disk = LogImage.Killed(6, marked: false);
        await LogImage.Open(disk).DisposeAsync();
        var last = LogImage.Batches(disk.Read(LogImage.First))[^1];
        for (var at = last.Offset; at < last.Offset + last.Length; at += 3)
        {
            var damaged = WithFlippedBit(disk, LogImage.First, at);
            Should.Throw<JournalCorruptException>(() => LogImage.Open(damaged), $"byte {at}")
                .Message.ShouldContain($"{LogImage.First} at byte {last.Offset}");
        }
    }

    [Fact]
    public void AnyBit_InSealedSegments_IsRefusedOrFoundByVerification()
    {
        var disk = LogImage.Killed(60, marked: true);
        var names = disk.List().Where(name => name.StartsWith('0')).ToList();
        names.Count.ShouldBeGreaterThan(2);
        var random = new Random(4);
        foreach (var name in names.SkipLast(1))
        {
            var whole = disk.Read(name);
            var batches = LogImage.Batches(whole);
            var end = batches[^1].Offset + batches[^1].Length;
            var places = Enumerable.Range(0, 150).Select(_ => random.Next(end))
                .Concat(Enumerable.Range(0, 80).Select(i => whole.Length - 512 + i));
            foreach (var at in places)
            {
                var damaged = WithFlippedBit(disk, name, at);
                Should.Throw<JournalCorruptException>(() => LogImage.Open(damaged), $"{name} byte {at}");
                Should.Throw<JournalCorruptException>(() => Verify(damaged), $"{name} byte {at}");
            }
        }
    }

    [Fact]
    public async Task Read_DamagedRecordWhileOpen_FailsTheJournalWithThePlace()
    {
        var disk = LogImage.Killed(6, marked: true);
        await using var journal = LogImage.Open(disk);
        var batch = LogImage.Batches(disk.Read(LogImage.First))[2];
        using (var file = disk.Open(LogImage.First, writable: true))
            file.Write(batch.Offset + 100, [0xFF, 0xEE]);
        var refusal = await Should.ThrowAsync<JournalCorruptException>(
            async () => await journal.LoadAsync(StreamId.Member("t", "uk", "anna")));
        refusal.Message.ShouldContain(LogImage.First);
        (await journal.Failed).Message.ShouldContain(LogImage.First);
        await Should.ThrowAsync<JournalFailedException>(
            async () => await journal.LoadAsync(StreamId.Member("t", "uk", "nobody")));
    }

    [Theory]
    [InlineData("00000001.log")]
    [InlineData("00000002.log")]
    [InlineData("last")]
    public void Segment_Missing_IsRefusedByName(string which)
    {
        var disk = LogImage.Killed(60, marked: true);
        var last = disk.List().Last(name => name.StartsWith('0'));
        var name = which == "last" ? last : which;
        disk.Remove(name);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(disk)).Message.ShouldContain(name);
    }

    [Fact]
    public void Segments_SwappedOrDoubled_AreRefused()
    {
        var disk = LogImage.Killed(60, marked: true);
        var (first, second) = (disk.Read("00000001.log"), disk.Read("00000002.log"));
        var swapped = disk.Copy(3);
        swapped.Put("00000001.log", second);
        swapped.Put("00000002.log", first);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(swapped)).Message.ShouldContain("00000001.log");
        var doubled = disk.Copy(4);
        doubled.Put("00000002.log", first);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(doubled)).Message.ShouldContain("00000002.log");
    }

    [Fact]
    public void Segment_OfAnotherJournal_IsRefused()
    {
        var disk = LogImage.Killed(60, marked: true);
        disk.Put("00000002.log", LogImage.Killed(60, marked: true).Read("00000002.log"));
        Should.Throw<JournalCorruptException>(() => LogImage.Open(disk)).Message.ShouldContain("00000002.log");
    }

    [Fact]
    public async Task Segment_OlderCopyOfIt_IsRefused()
    {
        var disk = LogImage.Killed(10, marked: true);
        var early = disk.Read("00000001.log");
        var journal = LogImage.Open(disk);
        await FillAsync(journal, 40);
        await journal.DisposeAsync();
        disk.List().ShouldContain("00000003.log");
        var stale = disk.Copy(5);
        stale.Put("00000001.log", early);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(stale)).Message.ShouldContain("00000001.log");
    }

    [Fact]
    public async Task LastSegment_OlderCopyThanTheCheckpoint_IsRefused()
    {
        var disk = LogImage.Killed(4, marked: true);
        var early = disk.Read(LogImage.First);
        var journal = LogImage.Open(disk);
        await FillAsync(journal, 3);
        await journal.DisposeAsync();
        disk.Put(LogImage.First, early);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(disk)).Message.ShouldContain("checkpoint");
    }

    [Fact]
    public async Task AllSegments_Gone_IsNotANewJournal()
    {
        var disk = LogImage.Killed(4, marked: true);
        await LogImage.Open(disk).DisposeAsync();
        disk.Remove(LogImage.First);
        Should.Throw<JournalCorruptException>(() => LogImage.Open(disk)).Message.ShouldContain(LogImage.First);
    }

    [Fact]
    public async Task Checkpoint_AnyBitFlipped_ChangesNothingOfWhatIsRead()
    {
        var disk = LogImage.Killed(12, marked: true);
        await LogImage.Open(disk).DisposeAsync();
        var length = disk.Read("checkpoint").Length;
        for (var at = 0; at < length; at += 3)
        {
            await using var journal = LogImage.Open(WithFlippedBit(disk, "checkpoint", at));
            (await LogImage.CountAsync(journal)).ShouldBe(12, $"byte {at}");
            journal.LastRecordTime.ShouldBe(12);
        }
    }

    private static SimulatedDisk WithFlippedBit(SimulatedDisk disk, string name, int at)
    {
        var bytes = disk.Read(name);
        bytes[at] ^= (byte)(1 << (at % 8));
        var copy = disk.Copy(6);
        copy.Put(name, bytes);
        return copy;
    }

    private static void Verify(SimulatedDisk disk)
    {
        using var verifier = JournalVerifier.Open(disk);
        foreach (var record in verifier.Records())
            record.Record.Revision.ShouldBeGreaterThan(0);
    }

    private static async Task FillAsync(EmbeddedJournal journal, int appends)
    {
        var chain = new Contract.StreamChain(StreamId.Member("t", "uk", "dora"));
        for (var i = 0; i < appends; i++)
        {
            var append = journal.RentAppend();
            chain.AddTo(append, new string('y', 700));
            var task = journal.AppendAsync(append);
            journal.Writer.RunOnce();
            (await task).ShouldBe(AppendOutcome.Durable);
        }
    }
}
