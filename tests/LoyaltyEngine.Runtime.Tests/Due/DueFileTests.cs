using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Due;

namespace LoyaltyEngine.Runtime.Tests.Due;

public sealed class DueFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    // The file is written in pieces; the largest has many.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60_000)]
    public void Write_SoManyMembers_HasTheLayoutOfTheTable(int members)
    {
        var times = Times(members);
        DueFile.Write(_file, new FeedPosition(77), times.Chunk(999));

        var bytes = File.ReadAllBytes(_file);
        Encoding.ASCII.GetString(bytes, 0, 8).ShouldBe("LOYDUE01");
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8)).ShouldBe(77);
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(16)).ShouldBe(members);
        var at = 24;
        foreach (var (text, time) in times)
        {
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)).ShouldBe(time);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 8));
            Encoding.ASCII.GetString(bytes, at + 10, length).ShouldBe(text);
            at += 10 + length;
        }

        bytes.Length.ShouldBe(at + 8);
        BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)).ShouldBe(XxHash3.HashToUInt64(bytes.AsSpan(0, at)));
    }

    [Fact]
    public void Read_AfterWrite_NotesTheSame()
    {
        var times = Times(60_000);
        DueFile.Write(_file, new FeedPosition(77), times.Chunk(999));
        var index = new DueIndex();

        DueFile.Read(_file, index).ShouldBe(new FeedPosition(77));

        index.Copy().SelectMany(copy => copy).OrderBy(one => one.Key, StringComparer.Ordinal).ShouldBe(times);
    }

    [Fact]
    public void Write_OverALongerFile_LeavesNothingOfIt()
    {
        DueFile.Write(_file, new FeedPosition(1), Times(1_000).Chunk(999));
        DueFile.Write(_file, new FeedPosition(2), Times(10).Chunk(999));
        var index = new DueIndex();

        DueFile.Read(_file, index).ShouldBe(new FeedPosition(2));

        index.Count.ShouldBe(10);
        File.Exists(_file + ".new").ShouldBeFalse();
    }

    private static KeyValuePair<string, long>[] Times(int members) =>
    [
        .. Enumerable.Range(0, members).Select(i => KeyValuePair.Create(
            StreamId.Member(TenantId.Default, TestProgram.Id, $"m{i:D6}").Text, 1_000_000_000L * (i % 365))),
    ];
}
