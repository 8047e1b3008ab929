namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The request keys of one segment's records and where the records stand: open addressing in two arrays without
/// references, 12 bytes a slot, at most 70 % full. Not thread-safe while it grows: its owner's lock guards it.
/// </summary>
internal sealed class RequestTable(int segment, int expectedCount = 0)
{
    private const int SlotsMin = 256;

    private ulong[] _keys = new ulong[SlotsFor(expectedCount)];
    private int[] _offsets = new int[SlotsFor(expectedCount)];

    /// <summary>The segment that it indexes.</summary>
    public int Segment { get; } = segment;

    public int Count { get; private set; }

    /// <summary>Adds a record; the same key may be there many times.</summary>
    public void Add(ulong key, LogPosition position)
    {
        if ((Count + 1) * 10L > _keys.Length * 7L)
            Grow();
        Place(_keys, _offsets, key, position.Offset);
        Count++;
    }

    /// <summary>Adds the positions of a key's records to a list.</summary>
    public void Find(ulong key, ref List<LogPosition>? found)
    {
        var mask = _keys.Length - 1;
        for (var slot = (int)(key >> 20) & mask; _offsets[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == key)
                (found ??= []).Add(LogPosition.At(Segment, _offsets[slot]));
        }
    }

    /// <summary>All that it holds, by key and then position.</summary>
    public (ulong[] Keys, long[] Positions) Sorted()
    {
        var keys = new ulong[Count];
        var positions = new long[Count];
        var count = 0;
        for (var slot = 0; slot < _keys.Length; slot++)
        {
            if (_offsets[slot] == 0)
                continue;
            keys[count] = _keys[slot];
            positions[count++] = LogPosition.At(Segment, _offsets[slot]).Value;
        }

        Array.Sort(keys, positions);
        for (var from = 0; from < count;)
        {
            var to = from + 1;
            while (to < count && keys[to] == keys[from])
                to++;
            Array.Sort(positions, from, to - from);
            from = to;
        }

        return (keys, positions);
    }

    private static int SlotsFor(int count) =>
        (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(SlotsMin, (int)(count * 10L / 7)));

    private static void Place(ulong[] keys, int[] offsets, ulong key, int offset)
    {
        var mask = keys.Length - 1;
        var slot = (int)(key >> 20) & mask;
        while (offsets[slot] != 0)
            slot = (slot + 1) & mask;
        keys[slot] = key;
        offsets[slot] = offset;
    }

    private void Grow()
    {
        var keys = new ulong[_keys.Length * 2];
        var offsets = new int[keys.Length];
        for (var slot = 0; slot < _keys.Length; slot++)
        {
            if (_offsets[slot] != 0)
                Place(keys, offsets, _keys[slot], _offsets[slot]);
        }

        (_keys, _offsets) = (keys, offsets);
    }
}
