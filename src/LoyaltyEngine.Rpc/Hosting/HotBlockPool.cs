using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Rpc.Hosting;

/// <summary>
/// The blocks that connections and their streams read into and write from. The block given back last is rented first,
/// so that a busy server works in few blocks that its caches hold, however many a burst once took: the server's own
/// pool hands out the one that rested longest. Thread-safe.
/// </summary>
/// <remarks>
/// A thread keeps a few blocks to itself; what it has over, it hands to the others in lots. Blocks over a bound are
/// left to the collector.
/// </remarks>
internal sealed class HotBlockPool : MemoryPool<byte>
{
    /// <summary>What the server's transports expect a block to be.</summary>
    public const int BlockBytes = 4096;

    /// <summary>How many blocks rest in the pool at most, those that threads keep aside.</summary>
    public const int SharedBlocksMax = 8 * 1024;

    private const int LotBlocks = 32;
    private const int ThreadBlocksMax = 2 * LotBlocks;

    // Pinned blocks are cut from slabs, which lie beyond the collector's young generations.
    private const int SlabBlocks = 16;

    [ThreadStatic]
    private static BlockStack? _ofThread;

    private readonly Lock _lock = new();
    private readonly BlockStack _shared = new(SharedBlocksMax);

    private HotBlockPool()
    {
    }

    /// <summary>Gets the pool of this process.</summary>
    public static HotBlockPool Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockBytes;

    /// <inheritdoc/>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        var own = _ofThread ??= new BlockStack(ThreadBlocksMax);
        if (own.Count == 0)
            Refill(own);
        var block = own.Pop();
        block.IsRented = true;
        return block;
    }

    /// <summary>Does nothing: the pool lives as long as the process.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        var own = _ofThread ??= new BlockStack(ThreadBlocksMax);
        if (own.Count == ThreadBlocksMax)
        {
            // The older half goes: the younger is what this thread's caches hold.
            lock (_lock)
                own.MoveOldestTo(_shared, LotBlocks);
        }

        own.Push(block);
    }

    private void Refill(BlockStack own)
    {
        lock (_lock)
            _shared.MoveYoungestTo(own, LotBlocks);
        if (own.Count > 0)
            return;
        var slab = GC.AllocateUninitializedArray<byte>(SlabBlocks * BlockBytes, pinned: true);
        for (var i = 0; i < SlabBlocks; i++)
            own.Push(new Block(this, slab, i * BlockBytes));
    }

    private sealed class BlockStack(int capacity)
    {
        private readonly Block[] _blocks = new Block[capacity];

        public int Count { get; private set; }

        public void Push(Block block) => _blocks[Count++] = block;

        public Block Pop()
        {
            var block = _blocks[--Count];
            _blocks[Count] = null!;
            return block;
        }

        public void MoveYoungestTo(BlockStack other, int count)
        {
            count = Math.Min(count, Count);
            Count -= count;
            _blocks.AsSpan(Count, count).CopyTo(other._blocks.AsSpan(other.Count));
            _blocks.AsSpan(Count, count).Clear();
            other.Count += count;
        }

        /// <summary>Moves what is at the bottom; what the other has no room for is let go.</summary>
        public void MoveOldestTo(BlockStack other, int count)
        {
            var kept = Math.Min(count, other._blocks.Length - other.Count);
            _blocks.AsSpan(0, kept).CopyTo(other._blocks.AsSpan(other.Count));
            other.Count += kept;
            _blocks.AsSpan(count, Count - count).CopyTo(_blocks);
            _blocks.AsSpan(Count - count, count).Clear();
            Count -= count;
        }
    }

    private sealed class Block(HotBlockPool pool, byte[] slab, int offset) : MemoryManager<byte>
    {
        public bool IsRented { get; set; }

        public override Memory<byte> Memory => CreateMemory(BlockBytes);

        public override Span<byte> GetSpan() => MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slab), offset), BlockBytes);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)BlockBytes);
            unsafe
            {
                // The slab never moves.
                ref var first = ref MemoryMarshal.GetReference(GetSpan());
                return new MemoryHandle(Unsafe.AsPointer(ref Unsafe.Add(ref first, elementIndex)));
            }
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            // Given back twice it would be rented by two: better none.
            if (!IsRented)
                return;
            IsRented = false;
            pool.Return(this);
        }

        protected override bool TryGetArray(out ArraySegment<byte> segment)
        {
            segment = new ArraySegment<byte>(slab, offset, BlockBytes);
            return true;
        }
    }
}
