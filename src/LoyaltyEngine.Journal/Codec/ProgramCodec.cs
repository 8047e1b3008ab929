using Google.Protobuf;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>What became of a program's versions, as it is stored in the program's stream.</summary>
public static class ProgramCodec
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Write(ProgramRecord record)
    {
        var entry = new Stored.Entry
        {
            RecordTime = record.RecordTime.UnixNanoseconds,
            OccurTime = record.RecordTime.UnixNanoseconds,
            Principal = record.Principal,
            RequestId = record.RequestId,
        };
        if (record.ContentHash != default)
        {
            var hash = new byte[ContentHash.Size];
            record.ContentHash.WriteTo(hash);
            entry.ContentHash = ByteString.CopyFrom(hash);
        }

        switch (record)
        {
            case ProgramRecord.Published published:
                entry.ProgramPublished = new()
                {
                    Source = published.Source,
                    EffectiveTime = published.EffectiveTime.UnixNanoseconds,
                };
                break;
            case ProgramRecord.Retired retired:
                entry.ProgramVersionRetired = new() { Version = retired.Version };
                break;
            default:
                throw new InvalidOperationException($"{record.GetType().Name} has no stored form.");
        }

        return entry.ToByteArray();
    }

    /// <summary>Decodes a record.</summary>
    /// <exception cref="JournalCorruptException">It is no record of a program.</exception>
    public static ProgramRecord Read(StoredRecord record)
    {
        Stored.Entry entry;
        try
        {
            entry = Stored.Entry.Parser.ParseFrom(record.Body.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: record {record.Revision} cannot be read", e);
        }

        return entry.ChangeCase switch
        {
            Stored.Entry.ChangeOneofCase.ProgramPublished => new ProgramRecord.Published(
                entry.ProgramPublished.Source, new LedgerTime(entry.ProgramPublished.EffectiveTime))
            {
                Revision = record.Revision,
                RecordTime = new LedgerTime(entry.RecordTime),
                Principal = entry.Principal,
                RequestId = entry.RequestId,
                ContentHash = ContentHash.FromBytes(entry.ContentHash.Span),
            },

            Stored.Entry.ChangeOneofCase.ProgramVersionRetired => new ProgramRecord.Retired(
                entry.ProgramVersionRetired.Version)
            {
                Revision = record.Revision,
                RecordTime = new LedgerTime(entry.RecordTime),
                Principal = entry.Principal,
                RequestId = entry.RequestId,
                ContentHash = ContentHash.FromBytes(entry.ContentHash.Span),
            },

            _ => throw new JournalCorruptException(
                $"{record.Stream}: record {record.Revision} is no program version and no retirement of one"),
        };
    }
}
