using System.Collections;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The keyed hashes of what a member is known by, in the order in which they were claimed. Immutable; equal to another
/// that holds the same in the same order.
/// </summary>
public sealed class IdentifierSet : IReadOnlyList<byte[]>, IEquatable<IdentifierSet>
{
    private readonly byte[][] _hashes;

    /// <summary>A set of these, which are not to be changed any more.</summary>
    public IdentifierSet(byte[][] hashes) => _hashes = hashes;

    /// <summary>Nothing.</summary>
    public static IdentifierSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _hashes.Length;

    /// <inheritdoc/>
    public byte[] this[int index] => _hashes[index];

    /// <summary>Whether a hash is among them.</summary>
    public bool Contains(ReadOnlySpan<byte> hash)
    {
        foreach (var known in _hashes)
        {
            if (hash.SequenceEqual(known))
                return true;
        }

        return false;
    }

    /// <summary>These and one more.</summary>
    public IdentifierSet With(byte[] hash) => new([.. _hashes, hash]);

    /// <summary>These but one.</summary>
    public IdentifierSet Without(byte[] hash) =>
        new([.. _hashes.Where(known => !known.AsSpan().SequenceEqual(hash))]);

    /// <inheritdoc/>
    public bool Equals(IdentifierSet? other)
    {
        if (other is null || other.Count != Count)
            return false;
        for (var i = 0; i < _hashes.Length; i++)
        {
            if (!_hashes[i].AsSpan().SequenceEqual(other._hashes[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IdentifierSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public IEnumerator<byte[]> GetEnumerator() => ((IEnumerable<byte[]>)_hashes).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
