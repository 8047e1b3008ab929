using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using LoyaltyEngine.Core;
using LoyaltyEngine.Journal;
using Microsoft.Win32.SafeHandles;

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
    private const int PieceBytes = 256 * 1024;

    // What a piece has room for beyond where it is full: a member, and the checksum.
    private const int PieceReserve = 1024;

    private static readonly byte[] Magic = "LOYDUE01"u8.ToArray();

    /// <summary>
    /// Writes the file whole, or leaves the one before. It goes to the disk piece by piece, since a flush of the
    /// journal waits for what others have written: it never waits for more than one piece.
    /// </summary>
    public static void Write(string path, FeedPosition position, IEnumerable<KeyValuePair<string, long>[]> times)
    {
        var copies = times.ToArray();
        var draft = path + ".new";
        using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write))
        {
            var piece = new ArrayBufferWriter<byte>(PieceBytes);
            var (hash, offset) = (new XxHash3(), 0L);
            piece.Write(Magic);
            Write(piece, position.Place);
            Write(piece, copies.Sum(copy => (long)copy.Length));
            foreach (var (text, time) in copies.SelectMany(copy => copy))
            {
                Write(piece, time);
                BinaryPrimitives.WriteUInt16LittleEndian(piece.GetSpan(sizeof(ushort)), (ushort)text.Length);
                piece.Advance(sizeof(ushort));
                Encoding.ASCII.GetBytes(text, piece);
                if (piece.WrittenCount < PieceBytes - PieceReserve)
                    continue;
                hash.Append(piece.WrittenSpan);
                Flush(file, piece, ref offset);
            }

            hash.Append(piece.WrittenSpan);
            Write(piece, (long)hash.GetCurrentHashAsUInt64());
            Flush(file, piece, ref offset);
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

    private static void Write(ArrayBufferWriter<byte> piece, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(piece.GetSpan(sizeof(long)), value);
        piece.Advance(sizeof(long));
    }

    private static void Flush(SafeFileHandle file, ArrayBufferWriter<byte> piece, ref long offset)
    {
        RandomAccess.Write(file, piece.WrittenSpan, offset);
        RandomAccess.FlushToDisk(file);
        offset += piece.WrittenCount;
        piece.ResetWrittenCount();
    }
}
