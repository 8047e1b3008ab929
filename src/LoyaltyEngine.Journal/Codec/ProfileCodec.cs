using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>The part of <see cref="EntryCodec"/> that stores changes of the member itself.</summary>
internal static class ProfileCodec
{
    /// <summary>Writes the change; false for one that is not of the member itself.</summary>
    public static bool TryWrite(ref BackwardWriter writer, int end, MemberEvent change)
    {
        switch (change)
        {
            case MemberEvent.IdentifierAdded added:
                writer.Bytes(2, added.SealedPersonalData);
                writer.Bytes(1, added.Hash);
                writer.EndMessage(26, end);
                return true;
            case MemberEvent.IdentifierRemoved removed:
                writer.Bytes(2, removed.SealedPersonalData);
                writer.Bytes(1, removed.Hash);
                writer.EndMessage(27, end);
                return true;
            case MemberEvent.IdentifierReplaced replaced:
                writer.Bytes(3, replaced.SealedPersonalData);
                writer.Bytes(2, replaced.NewHash);
                writer.Bytes(1, replaced.OldHash);
                writer.EndMessage(28, end);
                return true;
            case MemberEvent.MemberUpdated updated:
                writer.Bytes(1, updated.SealedPersonalData);
                writer.EndMessage(29, end);
                return true;
            case MemberEvent.MemberStatusChanged changed:
                writer.String(2, changed.ReasonCode);
                writer.Int64(1, (long)changed.Status);
                writer.EndMessage(30, end);
                return true;
            case MemberEvent.MemberErased:
                writer.EndMessage(31, end);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The change of an entry; null for one that is not of the member itself.</summary>
    public static MemberEvent? TryRead(
        Stored.Entry entry, in EntryOrigin origin, in Settlement settlement, in Balance balance)
    {
        MemberEvent? change = entry.ChangeCase switch
        {
            Stored.Entry.ChangeOneofCase.IdentifierAdded => new MemberEvent.IdentifierAdded(
                entry.IdentifierAdded.IdentifierHash.ToByteArray(),
                entry.IdentifierAdded.SealedPersonalData.ToByteArray())
            { Origin = origin, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.IdentifierRemoved => new MemberEvent.IdentifierRemoved(
                entry.IdentifierRemoved.IdentifierHash.ToByteArray(),
                entry.IdentifierRemoved.SealedPersonalData.ToByteArray())
            { Origin = origin, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.IdentifierReplaced => new MemberEvent.IdentifierReplaced(
                entry.IdentifierReplaced.OldIdentifierHash.ToByteArray(),
                entry.IdentifierReplaced.NewIdentifierHash.ToByteArray(),
                entry.IdentifierReplaced.SealedPersonalData.ToByteArray())
            { Origin = origin, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.MemberUpdated => new MemberEvent.MemberUpdated(
                entry.MemberUpdated.SealedPersonalData.ToByteArray())
            { Origin = origin, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.MemberStatusChanged
                when entry.MemberStatusChanged.Status is >= 0 and <= (int)MemberStatus.Closed =>
                new MemberEvent.MemberStatusChanged(
                    (MemberStatus)entry.MemberStatusChanged.Status, entry.MemberStatusChanged.ReasonCode)
                { Origin = origin, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.MemberErased => new MemberEvent.MemberErased
            { Origin = origin, BalanceAfter = balance },

            _ => null,
        };
        return change is null ? null : change with { Settlement = settlement };
    }

    /// <summary>More bytes than the change can take.</summary>
    public static int BytesMax(MemberEvent change)
    {
        var texts = change switch
        {
            MemberEvent.IdentifierAdded added => added.Hash.Length,
            MemberEvent.IdentifierRemoved removed => removed.Hash.Length,
            MemberEvent.IdentifierReplaced replaced => replaced.OldHash.Length + replaced.NewHash.Length,
            MemberEvent.MemberStatusChanged changed => EncodeBuffer.BytesOf(changed.ReasonCode),
            _ => 0,
        };
        return texts + (change.SealedProfile?.Length ?? 0);
    }
}
