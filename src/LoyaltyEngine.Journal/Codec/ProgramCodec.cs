using Google.Protobuf;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>A program's versions as they are stored in the program's stream; a version's number is its
/// revision.</summary>
public static class ProgramCodec
{
    /// <summary>Encodes a version.</summary>
    public static byte[] Write(string source, LedgerTime effectiveTime, LedgerTime recordTime, string principal) =>
        new Stored.Entry
        {
            RecordTime = recordTime.UnixNanoseconds,
            OccurTime = recordTime.UnixNanoseconds,
            Principal = principal,
            ProgramPublished = new() { Source = source, EffectiveTime = effectiveTime.UnixNanoseconds },
        }.ToByteArray();

    /// <summary>Decodes a version: the program file to the letter, and from when on it decides.</summary>
    /// <exception cref="JournalCorruptException">It is no program version.</exception>
    public static (string Source, LedgerTime EffectiveTime) Read(StoredRecord record)
    {
        try
        {
            if (Stored.Entry.Parser.ParseFrom(record.Body.Span).ProgramPublished is { } published)
                return (published.Source, new LedgerTime(published.EffectiveTime));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: version {record.Revision} cannot be read", e);
        }

        throw new JournalCorruptException($"{record.Stream}: record {record.Revision} is no program version");
    }
}
