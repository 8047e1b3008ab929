using Google.Protobuf;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>What becomes of identifiers, as it is stored in the identifier's stream.</summary>
public static class IdentifierCodec
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Write(StoredIdentifier identifier)
    {
        var entry = new Stored.Entry
        {
            RecordTime = identifier.RecordTime.UnixNanoseconds,
            OccurTime = identifier.RecordTime.UnixNanoseconds,
            Principal = identifier.Principal,
        };
        var other = ByteString.CopyFrom(identifier.OtherHash);
        switch (identifier.Step)
        {
            case IdentifierStep.Claim:
                entry.IdentifierClaimed = new() { MemberId = identifier.MemberId, PredecessorHash = other };
                break;
            case IdentifierStep.Release:
                entry.IdentifierReleased = new() { MemberId = identifier.MemberId };
                break;
            default:
                entry.IdentifierRetired = new() { MemberId = identifier.MemberId, SuccessorHash = other };
                break;
        }

        return entry.ToByteArray();
    }

    /// <summary>Decodes a record.</summary>
    /// <exception cref="JournalCorruptException">It is none of an identifier, or of a kind that this version does not
    /// know.</exception>
    public static StoredIdentifier Read(StoredRecord record)
    {
        Stored.Entry entry;
        try
        {
            entry = Stored.Entry.Parser.ParseFrom(record.Body.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: claim {record.Revision} cannot be read", e);
        }

        var (step, memberId, other) = entry.ChangeCase switch
        {
            Stored.Entry.ChangeOneofCase.IdentifierClaimed =>
                (IdentifierStep.Claim, entry.IdentifierClaimed.MemberId, entry.IdentifierClaimed.PredecessorHash),
            Stored.Entry.ChangeOneofCase.IdentifierReleased =>
                (IdentifierStep.Release, entry.IdentifierReleased.MemberId, ByteString.Empty),
            Stored.Entry.ChangeOneofCase.IdentifierRetired =>
                (IdentifierStep.Retire, entry.IdentifierRetired.MemberId, entry.IdentifierRetired.SuccessorHash),
            _ => throw new JournalCorruptException($"{record.Stream}: record {record.Revision} is no claim"),
        };
        return new StoredIdentifier(
            step, memberId, other.ToByteArray(), new LedgerTime(entry.RecordTime), entry.Principal);
    }
}
