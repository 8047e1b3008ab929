using Google.Protobuf;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>Claims of identifiers as they are stored in the identifier's stream.</summary>
public static class IdentifierCodec
{
    /// <summary>Encodes a claim.</summary>
    public static byte[] Write(string memberId, LedgerTime recordTime, string principal) =>
        new Stored.Entry
        {
            RecordTime = recordTime.UnixNanoseconds,
            OccurTime = recordTime.UnixNanoseconds,
            Principal = principal,
            IdentifierClaimed = new() { MemberId = memberId },
        }.ToByteArray();

    /// <summary>Decodes a claim: the member who has the identifier.</summary>
    /// <exception cref="JournalCorruptException">It is no claim.</exception>
    public static string Read(StoredRecord record)
    {
        try
        {
            if (Stored.Entry.Parser.ParseFrom(record.Body.Span).IdentifierClaimed is { } claimed)
                return claimed.MemberId;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: claim {record.Revision} cannot be read", e);
        }

        throw new JournalCorruptException($"{record.Stream}: record {record.Revision} is no claim");
    }
}
