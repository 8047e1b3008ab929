using System.Buffers.Binary;
using System.Numerics;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A set of a basket's lines, by their place from 0. Immutable; equal where it holds the same lines.</summary>
public readonly struct LineSet : IEquatable<LineSet>
{
    private const int WordBits = 64;

    private readonly ulong _first;

    // Lines from the 64th on; null where there are none, never ends in a zero.
    private readonly ulong[]? _rest;

    private LineSet(ulong first, ulong[]? rest)
    {
        _first = first;
        _rest = rest;
    }

    /// <summary>Whether it holds no lines.</summary>
    public bool IsEmpty => _first == 0 && _rest is null;

    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public int Size => (HighestBit + 8) / 8;

    private int HighestBit => _rest is { } rest
        ? (WordBits * rest.Length) + BitOperations.Log2(rest[^1])
        : _first == 0 ? -1 : BitOperations.Log2(_first);

    /// <summary>The set of some of the first 64 lines.</summary>
    /// <param name="bits">A bit for each line, least significant first.</param>
    public static LineSet Of(ulong bits) => new(bits, null);

    /// <summary>Reads a set of lines.</summary>
    /// <param name="bytes">A bit for each line, least significant first.</param>
    public static LineSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        var set = default(LineSet);
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                if ((bytes[i] >> bit & 1) != 0)
                    set = set.With((8 * i) + bit);
            }
        }

        return set;
    }

    /// <summary>Whether it holds a line.</summary>
    public bool Contains(int line)
    {
        if (line < WordBits)
            return (_first >> line & 1) != 0;
        var word = (line / WordBits) - 1;
        return _rest is { } rest && word < rest.Length && (rest[word] >> (line % WordBits) & 1) != 0;
    }

    /// <summary>The set with one more line.</summary>
    public LineSet With(int line)
    {
        if (line < WordBits)
            return new LineSet(_first | (1UL << line), _rest);
        var word = (line / WordBits) - 1;
        var grown = new ulong[Math.Max(_rest?.Length ?? 0, word + 1)];
        _rest?.CopyTo(grown, 0);
        grown[word] |= 1UL << (line % WordBits);
        return new LineSet(_first, grown);
    }

    /// <summary>Writes a bit for each line, least significant first, up to the last that it holds.</summary>
    public void WriteTo(Span<byte> bytes)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < Size; i++)
        {
            var bits = i < sizeof(ulong) ? _first : _rest![(i / sizeof(ulong)) - 1];
            BinaryPrimitives.WriteUInt64LittleEndian(word, bits);
            bytes[i] = word[i % sizeof(ulong)];
        }
    }

    /// <inheritdoc/>
    public bool Equals(LineSet other) =>
        _first == other._first && _rest.AsSpan().SequenceEqual(other._rest.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LineSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_first, _rest?.Length ?? 0);
}
