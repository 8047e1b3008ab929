using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

/// <summary>
/// Version 1 of the log's bytes, laid out here by hand from the tables of the format and sharing no code with it: what
/// was written once must be readable for ever.
/// </summary>
public sealed class FormatFixtureTests
{
    private const ulong Seed = 0x1122334455667788;
    private const ulong Generation = 0x0102030405060708;
    private const int SegmentLength = 16 * 1024;
    private const string Stream = "m:t/uk/anna";

    [Fact]
    public async Task VersionOne_LaidOutByHand_IsRead()
    {
        var disk = new SimulatedDisk(0);
        disk.Put("00000001.log", Segment());
        await using (var journal = LogImage.Open(disk))
        {
            var loaded = await journal.LoadAsync(StreamId.FromStored(Stream));
            loaded.Revision.ShouldBe(2);
            loaded.SnapshotRevision.ShouldBe(1);
            Encoding.ASCII.GetString(loaded.Snapshot.Span).ShouldBe("state");
            Encoding.ASCII.GetString(loaded.Tail.ShouldHaveSingleItem().Body.Span).ShouldBe("second");
            loaded.Hash.ShouldBe(ChainHash.FromBytes(Hashes()[1]));
            (await journal.FindRequestAsync(StreamId.FromStored(Stream), 0xABCDEF)).Revisions.ShouldBe([1]);
            journal.LastRecordTime.ShouldBe(1_700_000_000_000_000_002);
            (await journal.ReadFeedAsync(FeedPosition.Start, 10)).Records.Count.ShouldBe(2);
        }

        using var verifier = JournalVerifier.Open(disk);
        verifier.Records().Count().ShouldBe(3);
        verifier.Totals.Entries.ShouldBe(2);
        verifier.Totals.Snapshots.ShouldBe(1);
        verifier.Totals.Streams.ShouldBe(1);
        verifier.Totals.UnfinishedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task VersionOne_AsWrittenNow_IsTheSameBytes()
    {
        var disk = new SimulatedDisk(0);
        var whole = Segment();
        var empty = whole.ToArray();
        empty.AsSpan(512).Clear();
        disk.Put("00000001.log", empty);
        var journal = LogImage.Open(disk);
        var stream = StreamId.FromStored(Stream);
        var hashes = Hashes().Select(bytes => ChainHash.FromBytes(bytes)).ToArray();
        var append = journal.RentAppend();
        append.RecordTime = 1_700_000_000_000_000_001;
        append.Add(stream, 1, hashes[0], 0xABCDEF, "first"u8);
        append.AddSnapshot(stream, 1, hashes[0], "state"u8);
        var first = journal.AppendAsync(append);
        journal.Writer.RunOnce();
        append = journal.RentAppend();
        append.RecordTime = 1_700_000_000_000_000_002;
        append.Add(stream, 2, hashes[1], RequestKey.None, "second"u8);
        var second = journal.AppendAsync(append);
        journal.Writer.RunOnce();
        (await first).ShouldBe(AppendOutcome.Durable);
        (await second).ShouldBe(AppendOutcome.Durable);
        Convert.ToHexString(disk.Read("00000001.log")).ShouldBe(Convert.ToHexString(whole));
    }

    private static byte[][] Hashes()
    {
        var genesis = SHA256.HashData(Encoding.ASCII.GetBytes(Stream));
        var first = SHA256.HashData([.. genesis, 1, 0, 0, 0, 0, 0, 0, 0, .. "first"u8]);
        return [first, SHA256.HashData([.. first, 2, 0, 0, 0, 0, 0, 0, 0, .. "second"u8])];
    }

    private static byte[] Segment()
    {
        var segment = new byte[SegmentLength];
        var header = segment.AsSpan(0, 512);
        "LOYSEGMT"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], Seed);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], 99);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(header[56..], SegmentLength);
        BinaryPrimitives.WriteUInt64LittleEndian(header[504..], XxHash3.HashToUInt64(header[..504]));

        var hashes = Hashes();
        const long Base = 1L << 32;
        var first = Frame(Base + 512 + 80, 80, 1, "first", 1, 0, 0xABCDEF, hashes[0]);
        var state = Frame(Base + 512 + 80 + first.Length, 80 + first.Length, 2, "state", 1, Base + 592, 0, hashes[0]);
        var checksum = Batch(segment, 512, 1, 1_700_000_000_000_000_001, 2, 0, [.. first, .. state]);
        var second = Frame(Base + 1024 + 80, 80, 1, "second", 2, Base + 592, 0, hashes[1]);
        Batch(segment, 1024, 2, 1_700_000_000_000_000_002, 1, checksum, second);
        return segment;
    }

    private static ulong Batch(byte[] segment, int at, long sequence, long time, int count, ulong before, byte[] frames)
    {
        var batch = segment.AsSpan(at, 512);
        "LOYBATCH"u8.CopyTo(batch);
        BinaryPrimitives.WriteUInt16LittleEndian(batch[16..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(batch[18..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(batch[20..], 512);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[24..], Generation);
        BinaryPrimitives.WriteInt64LittleEndian(batch[32..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(batch[40..], (1L << 32) + at);
        BinaryPrimitives.WriteInt64LittleEndian(batch[48..], (1L << 32) + at);
        BinaryPrimitives.WriteInt64LittleEndian(batch[56..], time);
        BinaryPrimitives.WriteInt32LittleEndian(batch[64..], count);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[72..], before);
        frames.CopyTo(batch[80..]);
        var checksum = XxHash3.HashToUInt64(batch[16..], unchecked((long)Seed));
        BinaryPrimitives.WriteUInt64LittleEndian(batch[8..], checksum);
        return checksum;
    }

    private static byte[] Frame(
        long position, int inBatch, byte kind, string body, long revision, long previous, ulong request, byte[] hash)
    {
        var length = (92 + Stream.Length + body.Length + 7) / 8 * 8;
        var frame = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        frame[8] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(10), (ushort)Stream.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(16), revision);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(24), previous);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(48), request);
        hash.CopyTo(frame, 56);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(88), inBatch);
        Encoding.ASCII.GetBytes(Stream).CopyTo(frame, 92);
        Encoding.ASCII.GetBytes(body).CopyTo(frame, 92 + Stream.Length);
        var seeded = new byte[16 + length - 8];
        BinaryPrimitives.WriteUInt64LittleEndian(seeded, Seed);
        BinaryPrimitives.WriteInt64LittleEndian(seeded.AsSpan(8), position);
        frame.AsSpan(8).CopyTo(seeded.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Castagnoli(seeded));
        return frame;
    }

    private static uint Castagnoli(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
        }

        return ~crc;
    }
}
