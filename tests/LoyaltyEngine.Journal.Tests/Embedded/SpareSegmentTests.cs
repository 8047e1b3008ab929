using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Tests.Simulation;

namespace LoyaltyEngine.Journal.Tests.Embedded;

public sealed class SpareSegmentTests
{
    private const int SegmentBytes = 8 * 1024;

    [Fact]
    public void Prepare_WhileTheSpareGetsItsName_MakesAnother()
    {
        var storage = new RenamingStorage(new SimulatedDisk(1));
        var spare = new SpareSegment(storage, SegmentBytes, _ => { });
        spare.Prepare();
        Thread? preparing = null;
        storage.Renaming = to =>
        {
            if (to != "00000002.log")
                return;
            preparing = new Thread(spare.Prepare) { IsBackground = true };
            preparing.Start();
            // It waits for the name, or it has found the file before it has one.
            preparing.Join(200);
        };

        using var second = spare.TakeAs("00000002.log", Sector(2));
        preparing!.Join(10_000).ShouldBeTrue();
        using var third = spare.TakeAs("00000003.log", Sector(3));

        FirstByteOf(storage, "00000002.log").ShouldBe((byte)2);
        FirstByteOf(storage, "00000003.log").ShouldBe((byte)3);
    }

    [Fact]
    public void TakeAs_AfterACrashBeforeTheName_TakesTheSpareThatWasLeft()
    {
        var storage = new RenamingStorage(new SimulatedDisk(1));
        var before = new SpareSegment(storage, SegmentBytes, _ => { });
        before.Prepare();
        storage.Renaming = to => throw new IOException($"no {to}");
        Should.Throw<IOException>(() => before.TakeAs("00000002.log", Sector(9)));
        storage.Renaming = _ => { };

        using var taken = new SpareSegment(storage, SegmentBytes, _ => { }).TakeAs("00000002.log", Sector(2));

        FirstByteOf(storage, "00000002.log").ShouldBe((byte)2);
        storage.List().ShouldBe(["00000002.log"]);
    }

    private static byte[] Sector(byte first)
    {
        var sector = new byte[512];
        sector[0] = first;
        return sector;
    }

    private static byte FirstByteOf(ILogStorage storage, string name)
    {
        using var file = storage.Open(name, writable: false);
        var buffer = new byte[1];
        file.Read(0, buffer).ShouldBe(1);
        return buffer[0];
    }

    /// <summary>Tells of a name before it is given.</summary>
    private sealed class RenamingStorage(ILogStorage inner) : ILogStorage
    {
        public Action<string> Renaming { get; set; } = _ => { };

        public string Place => inner.Place;

        public IDisposable Lock() => inner.Lock();

        public IReadOnlyList<string> List() => inner.List();

        public ILogFile Create(string name) => inner.Create(name);

        public ILogFile Open(string name, bool writable) => inner.Open(name, writable);

        public void Rename(string from, string to)
        {
            Renaming(to);
            inner.Rename(from, to);
        }

        public void Delete(string name) => inner.Delete(name);

        public void FlushDirectory() => inner.FlushDirectory();
    }
}
