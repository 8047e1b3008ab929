using System.Buffers;
using System.Collections.Concurrent;
using LoyaltyEngine.Rpc.Hosting;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class HotBlockPoolTests
{
    [Fact]
    public void Rent_AfterTwoGivenBack_GivesTheLastOneFirst()
    {
        var older = HotBlockPool.Instance.Rent();
        var younger = HotBlockPool.Instance.Rent();
        older.Dispose();
        younger.Dispose();

        using var first = HotBlockPool.Instance.Rent();
        using var second = HotBlockPool.Instance.Rent();

        Assert.Same(younger, first);
        Assert.Same(older, second);
    }

    [Fact]
    public void Rent_ManyAtOnce_GivesEachMemoryOfItsOwn()
    {
        var blocks = Enumerable.Range(0, 1_000).Select(_ => HotBlockPool.Instance.Rent()).ToList();
        for (var i = 0; i < blocks.Count; i++)
            blocks[i].Memory.Span.Fill((byte)(i % 251));

        for (var i = 0; i < blocks.Count; i++)
        {
            Assert.Equal(HotBlockPool.BlockBytes, blocks[i].Memory.Length);
            Assert.Equal(-1, blocks[i].Memory.Span.IndexOfAnyExcept((byte)(i % 251)));
        }

        blocks.ForEach(block => block.Dispose());
    }

    [Fact]
    public void Dispose_Twice_GivesTheBlockBackOnce()
    {
        var block = HotBlockPool.Instance.Rent();
        block.Dispose();
        GiveBackAgain(block);

        using var first = HotBlockPool.Instance.Rent();
        using var second = HotBlockPool.Instance.Rent();

        Assert.NotSame(first, second);
    }

    [Fact]
    public void Pin_PartOfABlock_PointsIntoIt()
    {
        using var block = HotBlockPool.Instance.Rent();
        using var pinned = block.Memory[5..].Pin();

        block.Memory.Span[5] = 77;

        unsafe
        {
            Assert.Equal(77, *(byte*)pinned.Pointer);
        }
    }

    [Fact]
    public void Rent_MoreThanABlock_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HotBlockPool.Instance.Rent(HotBlockPool.BlockBytes + 1));

    [Fact]
    public async Task Rent_ByThreadsThatGiveBackEachOthersBlocks_NeverGivesOneTwice()
    {
        const int turns = 20_000;
        var handedOn = new ConcurrentQueue<IMemoryOwner<byte>>();
        var twice = 0;
        var workers = Enumerable.Range(0, 4).Select(worker => Task.Factory.StartNew(
            () =>
            {
                for (var turn = 0; turn < turns; turn++)
                {
                    var block = HotBlockPool.Instance.Rent();
                    BitConverter.TryWriteBytes(block.Memory.Span, (worker * turns) + turn);
                    handedOn.Enqueue(block);
                    if (handedOn.Count > 200 + (worker * 50) && handedOn.TryDequeue(out var other))
                        GiveBack(other, ref twice);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(workers);
        var marks = handedOn.Select(block => BitConverter.ToInt32(block.Memory.Span)).ToList();

        Assert.Equal(0, twice);
        Assert.Equal(marks.Count, marks.Distinct().Count());
        foreach (var block in handedOn)
            block.Dispose();
    }

    // A block that two hold would be marked by one between the other's look and its own mark.
    private static void GiveBack(IMemoryOwner<byte> block, ref int twice)
    {
        var span = block.Memory.Span;
        var mark = BitConverter.ToInt32(span);
        Thread.SpinWait(20);
        if (BitConverter.ToInt32(span) != mark)
            Interlocked.Increment(ref twice);
        block.Dispose();
    }

    private static void GiveBackAgain(IMemoryOwner<byte> block) => block.Dispose();
}
