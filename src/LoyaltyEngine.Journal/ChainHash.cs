using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace LoyaltyEngine.Journal;

/// <summary>
/// The hash that chains a stream's records: 32 bytes of SHA-256. Record n's hash is
/// SHA-256(hash of record n-1 ‖ revision n as 8 bytes little-endian ‖ body of record n), and the hash before the first
/// record is SHA-256 of the stream's text in ASCII, so no record can be moved to another place or stream. Permanent.
/// </summary>
[InlineArray(Size)]
public struct ChainHash : IEquatable<ChainHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private byte _first;

    /// <summary>The hash before a stream's first record.</summary>
    public static ChainHash Genesis(StreamId stream)
    {
        Span<byte> text = stackalloc byte[StreamId.TextLengthMax];
        var length = Encoding.ASCII.GetBytes(stream.Text, text);
        ChainHash hash = default;
        SHA256.HashData(text[..length], hash);
        return hash;
    }

    /// <summary>The hash of the record that follows this one.</summary>
    public readonly ChainHash Next(long revision, ReadOnlySpan<byte> body)
    {
        const int Head = Size + sizeof(long);
        ChainHash next = default;
        if (body.Length <= 4096 - Head)
        {
            Span<byte> joined = stackalloc byte[Head + body.Length];
            this[..].CopyTo(joined);
            BinaryPrimitives.WriteInt64LittleEndian(joined[Size..], revision);
            body.CopyTo(joined[Head..]);
            SHA256.HashData(joined, next);
            return next;
        }

        using var incremental = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[Head];
        this[..].CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[Size..], revision);
        incremental.AppendData(head);
        incremental.AppendData(body);
        incremental.GetHashAndReset(next);
        return next;
    }

    /// <summary>A hash from its 32 stored bytes.</summary>
    public static ChainHash FromBytes(ReadOnlySpan<byte> bytes)
    {
        ChainHash hash = default;
        bytes[..Size].CopyTo(hash);
        return hash;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ChainHash other) => this[..].SequenceEqual(other[..]);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ChainHash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(this[..]);

    /// <inheritdoc/>
    public override readonly string ToString() => Convert.ToHexStringLower(this[..]);
}
