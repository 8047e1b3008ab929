using Google.Protobuf;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>
/// A member's entries as they are stored: <c>loyalty.journal.v1.Entry</c>. Written by hand for speed and read by the
/// generated code, which the tests also use to check what was written.
/// </summary>
public static class EntryCodec
{
    private const int NumbersBytes = 256;
    private const int LotChangeBytes = 60;

    /// <summary>
    /// Encodes an entry; the bytes lie in a buffer of the calling thread and are good until it encodes again.
    /// </summary>
    public static ReadOnlySpan<byte> Write(MemberEvent change)
    {
        var origin = change.Origin;
        var writer = new BackwardWriter(EncodeBuffer.OfAtLeast(BytesMax(change)));
        TierCodec.Write(ref writer, 93, change.Tier);
        writer.String(92, origin.Context.Channel);
        if (change.Inactivity is { } inactivity)
        {
            writer.Fixed64(91, inactivity.NoticeTime.UnixNanoseconds);
            writer.Fixed64(90, inactivity.LapseTime.UnixNanoseconds);
        }

        WriteChange(ref writer, change);

        writer.String(19, origin.TzVersion);
        writer.SInt64(18, origin.UtcOffsetSeconds);
        var balance = change.BalanceAfter;
        writer.Int64(17, balance.Debt);
        writer.Int64(16, balance.Reserved);
        writer.Int64(15, balance.Pending);
        writer.Int64(14, balance.Available);
        writer.SInt64(13, change.Settlement.DebtChange);
        WriteLotChanges(ref writer, 12, change.Settlement.LotChanges);
        writer.SInt64(11, change.Points);
        writer.String(10, origin.Context.ReceiptId);
        writer.String(9, origin.Context.CashierId);
        writer.String(8, origin.Context.TillId);
        writer.String(7, origin.Context.StoreId);
        writer.Int64(6, origin.ProgramVersion);
        writer.String(5, origin.Principal);
        if (origin.ContentHash != default)
        {
            Span<byte> hash = stackalloc byte[ContentHash.Size];
            origin.ContentHash.WriteTo(hash);
            writer.Bytes(4, hash);
        }

        writer.String(3, origin.RequestId);
        writer.Fixed64(2, origin.OccurTime.UnixNanoseconds);
        writer.Fixed64(1, origin.RecordTime.UnixNanoseconds);
        return writer.Written;
    }

    /// <summary>Decodes a stored record of a member's stream.</summary>
    /// <exception cref="JournalCorruptException">It is no entry, or one of a kind that this version does not
    /// know.</exception>
    public static MemberEvent Read(StoredRecord record)
    {
        Stored.Entry entry;
        try
        {
            entry = Stored.Entry.Parser.ParseFrom(record.Body.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new JournalCorruptException($"{record.Stream}: entry {record.Revision} cannot be read", e);
        }

        var origin = new EntryOrigin
        {
            Revision = record.Revision,
            RecordTime = new LedgerTime(entry.RecordTime),
            OccurTime = new LedgerTime(entry.OccurTime),
            RequestId = entry.RequestId,
            RequestKey = record.RequestKey,
            ContentHash = ContentHash.FromBytes(entry.ContentHash.Span),
            Principal = entry.Principal,
            ProgramVersion = entry.ProgramVersion,
            Context = new TillContext(
                entry.StoreId, entry.TillId, entry.CashierId, entry.ReceiptId, entry.Channel),
            UtcOffsetSeconds = entry.UtcOffsetSeconds,
            // One string for all entries of a time.
            TzVersion = entry.TzVersion == LoyaltyProgram.TzVersion ? LoyaltyProgram.TzVersion : entry.TzVersion,
        };
        var settlement = new Settlement(ReadLotChanges(entry.LotChanges), entry.DebtChange);
        var balance = new Balance(entry.AvailableAfter, entry.PendingAfter, entry.ReservedAfter, entry.DebtAfter);
        if (!SettlesTo(settlement, entry.Points))
        {
            throw new JournalCorruptException(
                $"{record.Stream}: entry {record.Revision} says {entry.Points} points and settles others");
        }

        var change = ReadChange(record, entry, origin, settlement, balance);
        if (entry.LapseTime != 0)
        {
            change = change with
            {
                Inactivity = new Inactivity(new LedgerTime(entry.LapseTime), new LedgerTime(entry.NoticeTime)),
            };
        }

        return entry.Tier is null ? change : WithTier(record, entry, change);
    }

    private static MemberEvent WithTier(StoredRecord record, Stored.Entry entry, MemberEvent change)
    {
        try
        {
            var tier = TierCodec.Read(entry.Tier);
            return change is MemberEvent.PurchaseExchanged exchanged
                ? exchanged with
                {
                    Returned = exchanged.Returned with { Tier = TierCodec.Read(entry.PurchaseExchanged.ReturnedTier) },
                    Earned = exchanged.Earned with { Tier = tier },
                    Tier = tier,
                }
                : change with { Tier = tier };
        }
        catch (ArgumentException e)
        {
            throw new JournalCorruptException($"{record.Stream}: entry {record.Revision} speaks of a tier", e);
        }
    }

    private static MemberEvent ReadChange(
        StoredRecord record, Stored.Entry entry, EntryOrigin origin, in Settlement settlement, Balance balance) =>
        entry.ChangeCase switch
        {
            Stored.Entry.ChangeOneofCase.MemberEnrolled => new MemberEvent.MemberEnrolled(
                entry.MemberEnrolled.SealedPersonalData.ToByteArray(),
                [.. entry.MemberEnrolled.IdentifierHashes.Select(hash => hash.ToByteArray())])
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.PointsEarned => TradeCodec.Read(
                entry.PointsEarned, origin, settlement, balance),

            Stored.Entry.ChangeOneofCase.PointsBurned => new MemberEvent.PointsBurned(
                entry.PointsBurned.CurrencyCode, entry.PointsBurned.ValueMinor)
            {
                Origin = origin,
                Settlement = settlement,
                BalanceAfter = balance,
                Reservation = entry.PointsBurned.Reservation,
                ReleasedPoints = entry.PointsBurned.ReleasedPoints,
            },

            Stored.Entry.ChangeOneofCase.PurchaseReturned => TradeCodec.Read(
                entry.PurchaseReturned, origin, settlement, balance),

            Stored.Entry.ChangeOneofCase.PurchaseExchanged => TradeCodec.TryRead(
                entry.PurchaseExchanged, origin, settlement, balance) ?? throw new JournalCorruptException(
                    $"{record.Stream}: entry {record.Revision} exchanges what it does not settle"),

            Stored.Entry.ChangeOneofCase.PointsReversed => new MemberEvent.PointsReversed(
                entry.PointsReversed.ReversedRevision,
                entry.PointsReversed.WasBurn,
                entry.PointsReversed.ForgivenPoints)
            {
                Origin = origin,
                Settlement = settlement,
                BalanceAfter = balance,
                WasAdjustment = entry.PointsReversed.WasAdjustment,
                DebtRestoredPoints = entry.PointsReversed.DebtRestoredPoints,
                NettedPoints = ReadLotChanges(entry.PointsReversed.NettedPoints),
                ExpiredPoints = entry.PointsReversed.ExpiredPoints,
            },

            Stored.Entry.ChangeOneofCase.PointsAdjusted => new MemberEvent.PointsAdjusted(
                entry.PointsAdjusted.ReasonCode,
                entry.PointsAdjusted.SealedNote.ToByteArray(),
                entry.PointsAdjusted.Day)
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.ExpiryNoticed => new MemberEvent.ExpiryNoticed(
                new LedgerTime(entry.ExpiryNoticed.LapseTime), entry.ExpiryNoticed.LapsingPoints)
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.DebtWrittenOff => new MemberEvent.DebtWrittenOff(
                entry.DebtWrittenOff.ReasonCode)
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.PointsActivated => new MemberEvent.PointsActivated
            {
                ActivatedSale = entry.PointsActivated.ActivatedSale,
                Event = entry.PointsActivated.Event,
                Origin = origin,
                Settlement = settlement,
                BalanceAfter = balance,
            },

            Stored.Entry.ChangeOneofCase.PointsExpired => new MemberEvent.PointsExpired
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            Stored.Entry.ChangeOneofCase.RequestCancelled => new MemberEvent.RequestCancelled
            { Origin = origin, Settlement = settlement, BalanceAfter = balance },

            _ => ReservationCodec.TryRead(entry, origin, settlement, balance)
                ?? WaitingReturnCodec.TryRead(entry, origin, settlement, balance)
                ?? TierCodec.TryRead(entry, origin, settlement, balance)
                ?? ProfileCodec.TryRead(entry, origin, settlement, balance) ?? throw new JournalCorruptException(
                $"{record.Stream}: entry {record.Revision} is of a kind that this version does not know"),
        };

    // Damaged numbers may have no sum.
    private static bool SettlesTo(in Settlement settlement, long points)
    {
        try
        {
            return settlement.Points == points;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static void WriteChange(ref BackwardWriter writer, MemberEvent change)
    {
        var end = writer.BeginMessage();
        switch (change)
        {
            case MemberEvent.PointsEarned earned:
                TradeCodec.Write(ref writer, earned);
                writer.EndMessage(21, end);
                break;
            case MemberEvent.PointsBurned burned:
                writer.Int64(4, burned.ReleasedPoints);
                writer.Int64(3, burned.Reservation);
                writer.Int64(2, burned.ValueMinor);
                writer.String(1, burned.CurrencyCode);
                writer.EndMessage(22, end);
                break;
            case MemberEvent.PurchaseReturned returned:
                TradeCodec.Write(ref writer, returned);
                writer.EndMessage(23, end);
                break;
            case MemberEvent.PurchaseExchanged exchanged:
                TradeCodec.Write(ref writer, exchanged);
                writer.EndMessage(63, end);
                break;
            case MemberEvent.PointsReversed reversed:
                writer.Int64(7, reversed.ExpiredPoints);
                WriteLotChanges(ref writer, 6, reversed.NettedPoints);
                writer.Int64(5, reversed.DebtRestoredPoints);
                writer.Bool(4, reversed.WasAdjustment);
                writer.Int64(3, reversed.ForgivenPoints);
                writer.Bool(2, reversed.WasBurn);
                writer.Int64(1, reversed.ReversedRevision);
                writer.EndMessage(24, end);
                break;
            case MemberEvent.PointsAdjusted adjusted:
                writer.Int64(3, adjusted.Day);
                writer.Bytes(2, adjusted.SealedNote);
                writer.String(1, adjusted.ReasonCode);
                writer.EndMessage(60, end);
                break;
            case MemberEvent.ExpiryNoticed noticed:
                writer.Int64(2, noticed.LapsingPoints);
                writer.Fixed64(1, noticed.LapseTime.UnixNanoseconds);
                writer.EndMessage(69, end);
                break;
            case MemberEvent.DebtWrittenOff writtenOff:
                writer.String(1, writtenOff.ReasonCode);
                writer.EndMessage(70, end);
                break;
            case MemberEvent.PointsActivated activated:
                writer.String(2, activated.Event);
                writer.Int64(1, activated.ActivatedSale);
                writer.EndMessage(61, end);
                break;
            case MemberEvent.PointsExpired:
                writer.EndMessage(62, end);
                break;
            case MemberEvent.RequestCancelled:
                writer.EndMessage(25, end);
                break;
            case MemberEvent.MemberEnrolled enrolled:
                for (var i = enrolled.IdentifierHashes.Length - 1; i >= 0; i--)
                    writer.RepeatedBytes(2, enrolled.IdentifierHashes[i]);
                writer.Bytes(1, enrolled.SealedPersonalData);
                writer.EndMessage(20, end);
                break;
            default:
                if (!ReservationCodec.TryWrite(ref writer, end, change)
                    && !WaitingReturnCodec.TryWrite(ref writer, end, change)
                    && !TierCodec.TryWrite(ref writer, end, change)
                    && !ProfileCodec.TryWrite(ref writer, end, change))
                    throw new InvalidOperationException($"{change.GetType().Name} has no stored form.");
                break;
        }
    }

    private static void WriteLotChanges(ref BackwardWriter writer, int field, LotChange[] changes)
    {
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            ref readonly var change = ref changes[i];
            var end = writer.BeginMessage();
            writer.Int64(5, change.Reservation);
            writer.Fixed64(4, change.ActivateTime.UnixNanoseconds);
            writer.Fixed64(3, change.ExpireTime.IsNever ? 0 : change.ExpireTime.UnixNanoseconds);
            writer.SInt64(2, change.Points);
            writer.Int64(1, change.Lot);
            writer.EndMessage(field, end);
        }
    }

    private static LotChange[] ReadLotChanges(IReadOnlyList<Stored.LotChange> lotChanges)
    {
        var changes = new LotChange[lotChanges.Count];
        for (var i = 0; i < changes.Length; i++)
        {
            var stored = lotChanges[i];
            var expireTime = stored.ExpireTime == 0 ? LedgerTime.Never : new LedgerTime(stored.ExpireTime);
            changes[i] = new LotChange(stored.Lot, stored.Points, expireTime)
            {
                ActivateTime = new LedgerTime(stored.ActivateTime),
                Reservation = stored.Reservation,
            };
        }

        return changes;
    }

    private static int BytesMax(MemberEvent change)
    {
        var origin = change.Origin;
        var bytes = NumbersBytes
            + EncodeBuffer.BytesOf(origin.RequestId)
            + EncodeBuffer.BytesOf(origin.Principal)
            + EncodeBuffer.BytesOf(origin.TzVersion)
            + EncodeBuffer.BytesOf(origin.Context.StoreId)
            + EncodeBuffer.BytesOf(origin.Context.TillId)
            + EncodeBuffer.BytesOf(origin.Context.CashierId)
            + EncodeBuffer.BytesOf(origin.Context.ReceiptId)
            + EncodeBuffer.BytesOf(origin.Context.Channel)
            + TierCodec.BytesMax(change.Tier)
            + change.Settlement.LotChanges.Length * LotChangeBytes;
        return bytes + change switch
        {
            MemberEvent.PointsEarned earned => TradeCodec.BytesMax(earned),
            MemberEvent.PurchaseReturned returned => TradeCodec.BytesMax(returned),
            MemberEvent.PurchaseExchanged exchanged => NumbersBytes
                + TradeCodec.BytesMax(exchanged.Returned) + TradeCodec.BytesMax(exchanged.Earned)
                + TierCodec.BytesMax(exchanged.Returned.Tier),
            MemberEvent.PointsReversed reversed => reversed.NettedPoints.Length * LotChangeBytes,
            MemberEvent.MemberEnrolled enrolled =>
                enrolled.SealedPersonalData.Length + enrolled.IdentifierHashes.Sum(hash => hash.Length + 8),
            MemberEvent.PointsAdjusted adjusted =>
                EncodeBuffer.BytesOf(adjusted.ReasonCode) + adjusted.SealedNote.Length,
            MemberEvent.PointsActivated activated => EncodeBuffer.BytesOf(activated.Event),
            MemberEvent.TierReviewed reviewed => EncodeBuffer.BytesOf(reviewed.FormerTierId),
            MemberEvent.TierGranted granted => TierCodec.BytesMax(granted),
            MemberEvent.DebtWrittenOff writtenOff => EncodeBuffer.BytesOf(writtenOff.ReasonCode),
            MemberEvent.PointsBurned burned => EncodeBuffer.BytesOf(burned.CurrencyCode),
            MemberEvent.ReturnAwaitsSale waits => WaitingReturnCodec.BytesMax(waits),
            MemberEvent.PointsReserved reserved => EncodeBuffer.BytesOf(reserved.CurrencyCode),
            _ => ProfileCodec.BytesMax(change),
        };
    }
}
