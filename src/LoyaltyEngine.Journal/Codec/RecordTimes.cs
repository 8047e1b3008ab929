using System.Buffers.Binary;
using Google.Protobuf;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>The record time of any stored entry, whatever its kind.</summary>
public static class RecordTimes
{
    // Field 1, 8 bytes: the first of every entry unless it is 0.
    private const byte RecordTimeTag = 0x09;

    /// <summary>When the entry was decided, in nanoseconds since 1970-01-01T00:00:00Z.</summary>
    /// <exception cref="JournalCorruptException">The record is no entry.</exception>
    public static long Of(StoredRecord record)
    {
        var body = record.Body.Span;
        if (body.Length > sizeof(long) && body[0] == RecordTimeTag)
            return BinaryPrimitives.ReadInt64LittleEndian(body[1..]);
        try
        {
            return Stored.Entry.Parser.ParseFrom(body).RecordTime;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: entry {record.Revision} cannot be read", e);
        }
    }
}
