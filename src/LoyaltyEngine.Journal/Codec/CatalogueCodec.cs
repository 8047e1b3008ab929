using Google.Protobuf;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>Which programs there are, as it is stored in the stream of the catalogue.</summary>
public static class CatalogueCodec
{
    /// <summary>Encodes that a program exists.</summary>
    public static byte[] Write(string tenant, string programId, LedgerTime recordTime, string principal) =>
        new Stored.Entry
        {
            RecordTime = recordTime.UnixNanoseconds,
            OccurTime = recordTime.UnixNanoseconds,
            Principal = principal,
            ProgramListed = new() { Tenant = tenant, ProgramId = programId },
        }.ToByteArray();

    /// <summary>Decodes which program exists.</summary>
    /// <exception cref="JournalCorruptException">It is no record of the catalogue.</exception>
    public static (string Tenant, string ProgramId) Read(StoredRecord record)
    {
        try
        {
            if (Stored.Entry.Parser.ParseFrom(record.Body.Span).ProgramListed is { } listed)
                return (listed.Tenant, listed.ProgramId);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: record {record.Revision} cannot be read", e);
        }

        throw new JournalCorruptException($"{record.Stream}: record {record.Revision} names no program");
    }
}
