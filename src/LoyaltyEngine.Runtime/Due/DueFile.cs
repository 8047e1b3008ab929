using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LoyaltyEngine.Core;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Due;

/// <summary>
/// What is noted of members as of a place of the feed, so that a start reads only what follows it. Derived: it can be
/// deleted at any time, and is made from the feed again. Little-endian:
/// <code>
/// offset  bytes  what
///      0      8  magic "LOYDUE01"
///      8      8  place of the feed; entries up to it are taken in
///     16      8  number of members
///     24         each member: time in nanoseconds since 1970 (8), length of the stream's text (2), the text in ASCII
///    end      8  XXH3-64 of all bytes before
/// </code>
/// </summary>
internal static class DueFile
{
    private const int HeaderBytes = 24;
    private const int MemberBytes = 10;
    private const int ChecksumBytes = 8;

    private static readonly byte[] Magic = "LOYDUE01"u8.ToArray();

    /// <summary>Writes the file whole, or leaves the one before.</summary>
    public static void Write(string path, FeedPosition position, KeyValuePair<string, long>[] times)
    {
        var bytes = new byte[HeaderBytes + times.Sum(one => MemberBytes + one.Key.Length) + ChecksumBytes];
        Magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), position.Place);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), times.Length);
        var rest = bytes.AsSpan(HeaderBytes);
        foreach (var (text, time) in times)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, time);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], (ushort)text.Length);
            Encoding.ASCII.GetBytes(text, rest[MemberBytes..]);
            rest = rest[(MemberBytes + text.Length)..];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(rest, XxHash3.HashToUInt64(bytes.AsSpan(..^ChecksumBytes)));
        var draft = path + ".new";
        using (var file = File.Create(draft))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Notes what a file says, and gives its place in the feed; the feed's start, with nothing noted, where
    /// there is no whole file.</summary>
    public static FeedPosition Read(string path, DueIndex index)
    {
        if (!File.Exists(path))
            return FeedPosition.Start;
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderBytes + ChecksumBytes
            || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumBytes..])
                != XxHash3.HashToUInt64(bytes[..^ChecksumBytes]))
        {
            return FeedPosition.Start;
        }

        var rest = bytes[HeaderBytes..^ChecksumBytes];
        for (var left = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]); left > 0; left--)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]);
            var text = Encoding.ASCII.GetString(rest.Slice(MemberBytes, length));
            index.Note(StreamId.FromStored(text), new LedgerTime(BinaryPrimitives.ReadInt64LittleEndian(rest)));
            rest = rest[(MemberBytes + length)..];
        }

        return new FeedPosition(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }
}
