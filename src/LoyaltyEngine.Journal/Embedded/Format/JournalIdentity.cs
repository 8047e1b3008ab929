using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A journal's random 128 bits, drawn when it is created and never told to clients. Its first half seeds every
/// checksum, so that bytes of another journal, or bytes a client sends to be stored, never pass for this journal's own.
/// </summary>
internal readonly record struct JournalIdentity(ulong Seed, ulong Rest)
{
    public const int Size = 16;

    public static JournalIdentity New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    public static JournalIdentity Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Seed);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Rest);
    }
}
