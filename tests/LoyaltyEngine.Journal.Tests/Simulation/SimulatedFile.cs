namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>
/// A file of a <see cref="SimulatedDisk"/>: what readers see, what is durable, and the writes in between.
/// </summary>
internal sealed class SimulatedFile
{
    private const int SectorSize = 512;

    private readonly List<(int Offset, byte[] Bytes)> _unflushed = [];
    private byte[] _content = [];
    private byte[] _durable = [];
    private int _asked;

    public ReadOnlySpan<byte> Content => _content;

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _unflushed.Add((offset, bytes.ToArray()));
        Grow(ref _content, offset + bytes.Length);
        bytes.CopyTo(_content.AsSpan(offset));
    }

    /// <summary>
    /// Makes durable what was written before; if late, only what was written before the flush before.
    /// </summary>
    public void Flush(bool isLate = false)
    {
        var count = isLate ? _asked : _unflushed.Count;
        foreach (var (offset, bytes) in _unflushed.Take(count))
            Apply(ref _durable, offset, bytes);
        _unflushed.RemoveRange(0, count);
        _asked = _unflushed.Count;
    }

    /// <summary>
    /// As Linux does: the pages count as clean afterwards, readers see them, and no later flush writes them.
    /// </summary>
    public void FailFlush()
    {
        _unflushed.Clear();
        _asked = 0;
    }

    /// <summary>Leaves what was flushed, and of the rest whatever the random numbers say.</summary>
    public void LosePower(Random random)
    {
        var survivor = _durable.ToArray();
        var mode = random.Next(4);
        if (mode == 1)
        {
            foreach (var (offset, bytes) in _unflushed.Take(random.Next(_unflushed.Count + 1)))
                Apply(ref survivor, offset, bytes);
        }
        else if (mode >= 2)
        {
            ApplySectors(ref survivor, random, tears: mode == 3);
        }

        _unflushed.Clear();
        _asked = 0;
        _content = survivor;
        _durable = survivor.ToArray();
    }

    private static void Apply(ref byte[] target, int offset, ReadOnlySpan<byte> bytes)
    {
        Grow(ref target, offset + bytes.Length);
        bytes.CopyTo(target.AsSpan(offset));
    }

    private static void Grow(ref byte[] bytes, int length)
    {
        if (bytes.Length < length)
            Array.Resize(ref bytes, length);
    }

    // Each sector has seen its own number of the writes to it; perhaps one of them only in part.
    private void ApplySectors(ref byte[] survivor, Random random, bool tears)
    {
        var keptOf = new Dictionary<int, int>();
        var odds = random.Next(1, 5);
        foreach (var (offset, bytes) in _unflushed)
        {
            for (var at = offset; at < offset + bytes.Length;)
            {
                var sector = at / SectorSize;
                var end = Math.Min(offset + bytes.Length, (sector + 1) * SectorSize);
                if (!keptOf.ContainsKey(sector))
                    keptOf[sector] = random.Next(odds) == 0 ? random.Next(4) : random.Next(2) * 99;
                if (keptOf[sector]-- > 0)
                {
                    var part = bytes.AsSpan(at - offset, end - at);
                    if (tears && random.Next(3) == 0)
                        part = part[..random.Next(part.Length + 1)];
                    Apply(ref survivor, at, part);
                }

                at = end;
            }
        }
    }
}
