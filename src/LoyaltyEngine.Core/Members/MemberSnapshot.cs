using System.Text;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The canonical encoding of a member: two members are in the same state exactly where their bytes are the same (law
/// 6).
/// </summary>
/// <remarks>
/// All numbers little-endian; permanent within one <see cref="MemberFold.Version"/>. Version 1 ended after the
/// fingerprints, version 2 after the identifiers, version 3 after the sales, version 4 after the lots that expired;
/// versions 5 and 6 kept less of debts and nothing, or less, of activities; version 9 nothing of tiers:
/// <code>
/// offset  size  what
///      0     1  MemberFold.Version
///      1     8  revision
///      9     8  record time of the last entry, nanoseconds since 1970
///     17     8  revision of the enrolment, 0 before it
///     25     8  record time of the enrolment
///     33     4  number of purchases that stand
///     37     4  number of debts D
///     41  32·D  debts, oldest first: id, points, since when, what gave the points (8 bytes each)
///      …     4  number of remembered repayments N
///      …  40·N  in their order: payer, and what was repaid as above (8 bytes each)
///      …     4  number of entries of whose debt something was written off O
///      …  16·O  in their order: entry, points (8 bytes each)
///      …     4  number of lots L
///      …  24·L  lots in the order in which points are taken: id, points, expire time (8 bytes each)
///      …     4  number of entries undone U
///      …   8·U  their revisions, ascending
///      …     4  number of remembered requests R
///      …   4·R  their fingerprints, oldest first
///      …     4  day of the last adjustment, days since 1970-01-01, 0 where there was none
///      …     8  points that the adjustments of that day gave and took
///      …     1  status
///      …     8  revision of the entry that holds what is known of the member, 0 for none
///      …     4  number of identifiers I
///      …     …  for each its length (4 bytes) and its keyed hash, in the order in which they were claimed
///      …     4  number of sales of which something was brought back S
///      …     …  for each, by sale: revision, claimed, debt restored, forgiven, last entry that forgave (8 bytes each),
///               whether it is whole (1), number of lines (4), and for each line its place (4), quantity and
///               amount (8 each)
///      …     4  number of pending lots P
///      …  32·P  in the order in which they become available: id, points, activate time, expire time (8 bytes each)
///      …     8  lots that expired up to here may be forgotten
///      …     4  number of lots that expired E
///      …  24·E  in the order in which they did: id, points, expire time (8 bytes each)
///      …     4  number of open reservations V
///      …     …  for each, oldest first: id, end time (8 bytes each), whether its lots expire (1), number of lots (4),
///               and the lots as above
///      …     4  number of returns that wait for their sales W
///      …     …  for each, oldest first: id, end time, time it happened, program version (8 bytes each), what it does
///               where points are gone (1, as ShortfallPolicy), length of the sale's request id (4) and its UTF-8,
///               number of parts (4), and for each the length of its line id (4), its UTF-8, quantity and amount (8
///               each)
///      …     1  whether there is anything of points that lapse for want of activity; where there is:
///      …     4  number of last activities A
///      …  25·A  oldest first: entry, 0 for all that are older; when points lapse by it, notice time (8 bytes each),
///               whether notice was given (1)
///      …     8  the last lot of the last lapse before an activity, 0 for none, and when that was (8 bytes)
///      …     8  lots that lapsed may be forgotten up to this one, 0 where none is
///      …     1  whether an entry spoke of the tier; where one did:
///      …     3  what is counted: TierBasis, TierPeriod, months (1 byte each)
///      …     4  number of periods that count T
///      …     …  for each, by its end: begin time, end time, until when its tier lasts, count (8 bytes each), length of
///               the id of the tier that was kept through it (4) and its UTF-8
///      …     …  the tier: end time (8), length of its id (4) and its UTF-8
///      …     4  number of tiers that are promised F
///      …     …  for each, and for the one that was granted: begin time, end time (8 bytes each), length of the id (4)
///               and its UTF-8
///      …     8  when time alone may change the tier
/// </code>
/// </remarks>
public static class MemberSnapshot
{
    private const int FixedBytes = 115;
    private const int LapsingBytes = 28;
    private const int ActivityBytes = 25;
    private const int DebtBytes = 32;
    private const int RepaidBytes = 40;
    private const int WrittenOffBytes = 16;
    private const int LotBytes = 24;
    private const int PendingLotBytes = 32;
    private const int ExpiredLotBytes = 24;
    private const int SaleBytes = 45;
    private const int SaleLineBytes = 20;
    private const int ReservationBytes = 21;
    private const int WaitingBytes = 41;
    private const int PartBytes = 20;

    /// <summary>How many bytes <see cref="Write"/> gives.</summary>
    public static long SizeOf(Member member)
    {
        var recentCount = Math.Min(member.Revision, RecentRequests.CountMax);
        return FixedBytes
            + ((long)member.Debts.Open.Length * DebtBytes)
            + ((long)member.Debts.Repaid.Length * RepaidBytes)
            + ((long)member.Debts.WrittenOff.Length * WrittenOffBytes)
            + ((long)member.Lots.Open.Length * LotBytes)
            + (member.Reversed.Length * 8L)
            + (member.Pending.Open.Length * (long)PendingLotBytes)
            + (member.Expired.All.Length * (long)ExpiredLotBytes)
            + (recentCount * 4)
            + member.Identifiers.Sum(hash => 4L + hash.Length)
            + SizeOf(member.SaleReturns.All)
            + SizeOf(member.Reservations.Open)
            + SizeOf(member.WaitingReturns.All)
            + TierSnapshot.SizeOf(member.Tier)
            + (HasLapse(member) ? LapsingBytes + (member.Activities.All.Length * (long)ActivityBytes) : 0);
    }

    /// <summary>Writes the member's canonical bytes.</summary>
    public static byte[] Write(Member member)
    {
        var lots = member.Lots.Open;
        var reversed = member.Reversed;
        var recent = member.RecentRequests.ToArray();
        var bytes = new byte[SizeOf(member)];
        var writer = new SnapshotWriter(bytes);
        writer.Byte(MemberFold.Version);
        writer.Int64(member.Revision);
        writer.Int64(member.LastRecordTime.UnixNanoseconds);
        writer.Int64(member.EnrolRevision);
        writer.Int64(member.EnrolTime.UnixNanoseconds);
        writer.Int32(member.PurchaseCount);
        WriteDebts(ref writer, member.Debts);
        WriteLots(ref writer, lots);
        writer.Int32(reversed.Length);
        foreach (var revision in reversed)
            writer.Int64(revision);
        writer.Int32(recent.Length);
        foreach (var fingerprint in recent)
            writer.Int32(unchecked((int)fingerprint));
        writer.Int32(member.AdjustmentDay);
        writer.Int64(member.AdjustedPoints);
        writer.Byte((byte)member.Status);
        writer.Int64(member.ProfileRevision);
        writer.Int32(member.Identifiers.Count);
        foreach (var hash in member.Identifiers)
        {
            writer.Int32(hash.Length);
            writer.Bytes(hash);
        }

        WriteSales(ref writer, member.SaleReturns.All);
        WriteTimed(ref writer, member);
        WriteReservations(ref writer, member.Reservations.Open);
        WriteWaiting(ref writer, member.WaitingReturns.All);
        WriteActivity(ref writer, member);
        TierSnapshot.Write(ref writer, member.Tier);
        return bytes;
    }

    /// <summary>
    /// Reads a member; null where the bytes are of another version of the fold, so that the entries are to be folded.
    /// </summary>
    /// <exception cref="CorruptMemberException">The bytes are no snapshot.</exception>
    public static Member? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && bytes[0] != MemberFold.Version)
            return null;
        try
        {
            return ReadState(bytes);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new CorruptMemberException("a snapshot ends before its content does");
        }
        catch (OverflowException)
        {
            throw new CorruptMemberException("a snapshot holds more points than any member can have");
        }
    }

    private static Member ReadState(ReadOnlySpan<byte> bytes)
    {
        var reader = new SnapshotReader(bytes[1..]);
        var member = new Member
        {
            Revision = reader.Int64(),
            LastRecordTime = new LedgerTime(reader.Int64()),
            EnrolRevision = reader.Int64(),
            EnrolTime = new LedgerTime(reader.Int64()),
            PurchaseCount = reader.Int32Bits(),
        };
        if (member.PurchaseCount < 0 || member.PurchaseCount > member.Revision)
            throw new CorruptMemberException($"a snapshot counts {member.PurchaseCount} purchases");
        member.IsEnrolled = member.EnrolRevision > 0;
        ReadDebts(ref reader, member);
        member.Lots.Restore(ReadLots(ref reader));
        var reversed = new long[reader.Count(8)];
        for (var i = 0; i < reversed.Length; i++)
            reversed[i] = reader.Int64();
        member.RestoreReversed(reversed);

        var recent = new uint[reader.Count(4)];
        for (var i = 0; i < recent.Length; i++)
            recent[i] = unchecked((uint)reader.Int32Bits());
        member.RecentRequests.Restore(member.Revision, recent);
        member.AdjustmentDay = reader.Int32Bits();
        member.AdjustedPoints = reader.Int64();
        member.Status = (MemberStatus)reader.Byte();
        member.ProfileRevision = reader.Int64();
        var identifiers = new byte[reader.Count(4)][];
        for (var i = 0; i < identifiers.Length; i++)
            identifiers[i] = reader.Bytes(reader.Count(1));
        member.Identifiers = identifiers.Length > 0 ? new IdentifierSet(identifiers) : IdentifierSet.Empty;
        member.SaleReturns.Restore(ReadSales(ref reader, member.Revision));
        ReadTimed(ref reader, member, out var forgottenThrough, out var expired);
        ReadReservations(ref reader, member);
        ReadWaiting(ref reader, member);
        member.RestoreExpired(forgottenThrough, ReadActivity(ref reader, member), expired);
        member.CountLapsing();
        member.Tier = TierSnapshot.Read(ref reader);
        if (!reader.AtEnd)
            throw new CorruptMemberException("a snapshot goes on after its content");
        if (member.EnrolRevision < 0 || member.EnrolRevision > member.Revision
            || member.AdjustedPoints < 0
            || member.ProfileRevision < 0 || member.ProfileRevision > member.Revision
            || !Enum.IsDefined(member.Status)
            || (member.Debt > 0 && member.Lots.Points > 0))
        {
            throw new CorruptMemberException(
                $"a snapshot says {member.Balance} at entry {member.Revision}, "
                + $"enrolled by entry {member.EnrolRevision}");
        }

        return member;
    }

    private static void WriteDebts(ref SnapshotWriter writer, DebtTable debts)
    {
        writer.Int32(debts.Open.Length);
        foreach (ref readonly var debt in debts.Open)
            WriteDebt(ref writer, debt);
        writer.Int32(debts.Repaid.Length);
        foreach (ref readonly var repaid in debts.Repaid)
        {
            writer.Int64(repaid.Payer);
            WriteDebt(ref writer, repaid.Debt);
        }

        writer.Int32(debts.WrittenOff.Length);
        foreach (ref readonly var debt in debts.WrittenOff)
        {
            writer.Int64(debt.Entry);
            writer.Int64(debt.Points);
        }
    }

    private static void WriteDebt(ref SnapshotWriter writer, in Debt debt)
    {
        writer.Int64(debt.Id);
        writer.Int64(debt.Points);
        writer.Int64(debt.SinceTime.UnixNanoseconds);
        writer.Int64(debt.Source);
    }

    private static void ReadDebts(ref SnapshotReader reader, Member member)
    {
        var debts = new Debt[reader.Count(DebtBytes)];
        for (var i = 0; i < debts.Length; i++)
            debts[i] = ReadDebt(ref reader);
        var repaid = new RepaidDebt[reader.Count(RepaidBytes)];
        for (var i = 0; i < repaid.Length; i++)
            repaid[i] = new RepaidDebt(reader.Int64(), ReadDebt(ref reader));
        var writtenOff = new WrittenOffDebt[reader.Count(WrittenOffBytes)];
        for (var i = 0; i < writtenOff.Length; i++)
            writtenOff[i] = new WrittenOffDebt(reader.Int64(), reader.Int64());
        member.RestoreDebts(debts, repaid, writtenOff);
    }

    private static Debt ReadDebt(ref SnapshotReader reader) =>
        new(reader.Int64(), reader.Int64(), new LedgerTime(reader.Int64())) { Source = reader.Int64() };

    private static bool HasLapse(Member member) =>
        member.Activities.All.Length > 0 || member.Activities.LapsedLot != 0 || member.Expired.ForgottenLot != 0;

    private static void WriteActivity(ref SnapshotWriter writer, Member member)
    {
        writer.Byte(HasLapse(member) ? (byte)1 : (byte)0);
        if (!HasLapse(member))
            return;
        writer.Int32(member.Activities.All.Length);
        foreach (ref readonly var activity in member.Activities.All)
        {
            writer.Int64(activity.Revision);
            WriteLapse(ref writer, activity.Lapse);
        }

        writer.Int64(member.Activities.LapsedLot);
        writer.Int64(member.Activities.LapsedTime.UnixNanoseconds);
        writer.Int64(member.Expired.ForgottenLot);
    }

    // Gives the lot up to which others may be forgotten.
    private static long ReadActivity(ref SnapshotReader reader, Member member)
    {
        var hasLapse = reader.Byte();
        if (hasLapse == 0)
            return 0;
        var activities = new Activity[reader.Count(ActivityBytes)];
        for (var i = 0; i < activities.Length; i++)
            activities[i] = new Activity(reader.Int64(), ReadLapse(ref reader));
        var lapsedLot = reader.Int64();
        member.RestoreActivities(activities, lapsedLot, new LedgerTime(reader.Int64()));
        var forgottenLot = reader.Int64();
        if (hasLapse > 1 || activities.Length > ActivityList.CountMax
            || (activities.Length == 0 && lapsedLot == 0 && forgottenLot == 0)
            || lapsedLot < 0 || lapsedLot > member.Revision || forgottenLot < 0 || forgottenLot > member.Revision)
            throw new CorruptMemberException("a snapshot's last activities are none, or too many");
        return forgottenLot;
    }

    private static void WriteLapse(ref SnapshotWriter writer, in Lapse lapse)
    {
        writer.Int64(lapse.Time.UnixNanoseconds);
        writer.Int64(lapse.NoticeTime.UnixNanoseconds);
        writer.Byte(lapse.IsNoticed ? (byte)1 : (byte)0);
    }

    private static Lapse ReadLapse(ref SnapshotReader reader)
    {
        var (time, noticeTime, isNoticed) =
            (new LedgerTime(reader.Int64()), new LedgerTime(reader.Int64()), reader.Byte());
        if (isNoticed > 1)
            throw new CorruptMemberException($"a snapshot says {isNoticed} of a notice");
        return new Lapse(time, noticeTime, isNoticed == 1);
    }

    private static long SizeOf(ReadOnlySpan<SaleReturn> sales)
    {
        var bytes = 0L;
        foreach (var sale in sales)
            bytes += SaleBytes + (sale.Lines.Length * (long)SaleLineBytes);
        return bytes;
    }

    private static void WriteSales(ref SnapshotWriter writer, ReadOnlySpan<SaleReturn> sales)
    {
        writer.Int32(sales.Length);
        foreach (var sale in sales)
        {
            writer.Int64(sale.Sale);
            writer.Int64(sale.ClaimedPoints);
            writer.Int64(sale.DebtRestoredPoints);
            writer.Int64(sale.ForgivenPoints);
            writer.Int64(sale.ForgivenRevision);
            writer.Byte(sale.IsWhole ? (byte)1 : (byte)0);
            writer.Int32(sale.Lines.Length);
            foreach (ref readonly var line in sale.Lines.AsSpan())
            {
                writer.Int32(line.Line);
                writer.Int64(line.QuantityThousandths);
                writer.Int64(line.AmountMinor);
            }
        }
    }

    private static SaleReturn[] ReadSales(ref SnapshotReader reader, long revision)
    {
        var sales = new SaleReturn[reader.Count(SaleBytes)];
        var last = 0L;
        for (var i = 0; i < sales.Length; i++)
        {
            var (sale, claimed, restored, forgiven) = (reader.Int64(), reader.Int64(), reader.Int64(), reader.Int64());
            var forgivenRevision = reader.Int64();
            var isWhole = reader.Byte();
            var lines = new ReturnedLine[reader.Count(SaleLineBytes)];
            var lastLine = -1;
            var areLinesGood = isWhole == 0 || lines.Length == 0;
            for (var l = 0; l < lines.Length; l++)
            {
                lines[l] = new ReturnedLine(reader.Int32Bits(), reader.Int64(), reader.Int64());
                areLinesGood &= lines[l].Line > lastLine
                    && lines[l].QuantityThousandths >= 0
                    && lines[l].AmountMinor >= 0;
                lastLine = lines[l].Line;
            }

            if (sale <= last || sale >= revision || isWhole > 1 || !areLinesGood
                || claimed < 0 || forgiven < 0 || forgivenRevision < 0 || forgivenRevision > revision)
            {
                throw new CorruptMemberException($"a snapshot's returned sale {sale} is unknown or out of order");
            }

            sales[i] = new SaleReturn(sale, isWhole == 1, lines, claimed, restored, forgiven)
            {
                ForgivenRevision = forgivenRevision,
            };
            last = sale;
        }

        return sales;
    }

    private static long SizeOf(ReadOnlySpan<Reservation> reservations)
    {
        var bytes = 0L;
        foreach (var reservation in reservations)
            bytes += ReservationBytes + (reservation.Lots.Open.Length * (long)LotBytes);
        return bytes;
    }

    private static void WriteReservations(ref SnapshotWriter writer, ReadOnlySpan<Reservation> reservations)
    {
        writer.Int32(reservations.Length);
        foreach (var reservation in reservations)
        {
            writer.Int64(reservation.Id);
            writer.Int64(reservation.EndTime.UnixNanoseconds);
            writer.Byte(reservation.LotsExpire ? (byte)1 : (byte)0);
            WriteLots(ref writer, reservation.Lots.Open);
        }
    }

    private static void ReadReservations(ref SnapshotReader reader, Member member)
    {
        var count = reader.Count(ReservationBytes);
        if (count > ReservationTable.CountMax)
            throw new CorruptMemberException($"a snapshot counts {count} reservations");
        for (var i = 0; i < count; i++)
        {
            var (id, endTime) = (reader.Int64(), new LedgerTime(reader.Int64()));
            var lotsExpire = reader.Byte();
            if (id < 1 || id > member.Revision || lotsExpire > 1)
                throw new CorruptMemberException($"a snapshot's reservation {id} is unknown");
            member.RestoreReservation(new Reservation(id, endTime, lotsExpire == 1), ReadLots(ref reader));
        }
    }

    private static long SizeOf(ReadOnlySpan<WaitingReturn> returns)
    {
        var bytes = 0L;
        foreach (var waiting in returns)
        {
            bytes += WaitingBytes + Encoding.UTF8.GetByteCount(waiting.SaleRequestId);
            foreach (ref readonly var part in waiting.Parts.AsSpan())
                bytes += PartBytes + Encoding.UTF8.GetByteCount(part.LineId);
        }

        return bytes;
    }

    private static void WriteWaiting(ref SnapshotWriter writer, ReadOnlySpan<WaitingReturn> returns)
    {
        writer.Int32(returns.Length);
        foreach (var waiting in returns)
        {
            writer.Int64(waiting.Id);
            writer.Int64(waiting.EndTime.UnixNanoseconds);
            writer.Int64(waiting.OccurTime.UnixNanoseconds);
            writer.Int64(waiting.ProgramVersion);
            writer.Byte((byte)waiting.Shortfall);
            writer.Text(waiting.SaleRequestId);
            writer.Int32(waiting.Parts.Length);
            foreach (ref readonly var part in waiting.Parts.AsSpan())
            {
                writer.Text(part.LineId);
                writer.Int64(part.QuantityThousandths);
                writer.Int64(part.AmountMinor);
            }
        }
    }

    private static void ReadWaiting(ref SnapshotReader reader, Member member)
    {
        var count = reader.Count(WaitingBytes);
        if (count > WaitingReturns.CountMax)
            throw new CorruptMemberException($"a snapshot counts {count} waiting returns");
        for (var i = 0; i < count; i++)
        {
            var (id, endTime) = (reader.Int64(), new LedgerTime(reader.Int64()));
            var (occurTime, version) = (new LedgerTime(reader.Int64()), reader.Int64());
            var shortfall = (ShortfallPolicy)reader.Byte();
            var saleRequestId = reader.Text();
            var parts = new ReturnPart[reader.Count(PartBytes)];
            for (var p = 0; p < parts.Length; p++)
                parts[p] = new ReturnPart(reader.Text(), reader.Int64(), reader.Int64());
            if (id < 1 || id > member.Revision || !Enum.IsDefined(shortfall)
                || parts.Any(part => part.QuantityThousandths < 0 || part.AmountMinor < 0))
                throw new CorruptMemberException($"a snapshot's waiting return {id} is unknown");
            member.Await(new WaitingReturn(id, saleRequestId, parts, endTime, occurTime, version, shortfall));
        }
    }

    private static void WriteLots(ref SnapshotWriter writer, ReadOnlySpan<Lot> lots)
    {
        writer.Int32(lots.Length);
        foreach (ref readonly var lot in lots)
        {
            writer.Int64(lot.Id);
            writer.Int64(lot.Points);
            writer.Int64(lot.ExpireTime.UnixNanoseconds);
        }
    }

    private static Lot[] ReadLots(ref SnapshotReader reader)
    {
        var lots = new Lot[reader.Count(LotBytes)];
        for (var i = 0; i < lots.Length; i++)
            lots[i] = new Lot(reader.Int64(), reader.Int64(), new LedgerTime(reader.Int64()));
        return lots;
    }

    private static void WriteTimed(ref SnapshotWriter writer, Member member)
    {
        writer.Int32(member.Pending.Open.Length);
        foreach (ref readonly var lot in member.Pending.Open)
        {
            writer.Int64(lot.Id);
            writer.Int64(lot.Points);
            writer.Int64(lot.ActivateTime.UnixNanoseconds);
            writer.Int64(lot.ExpireTime.UnixNanoseconds);
        }

        writer.Int64(member.Expired.ForgottenThrough.UnixNanoseconds);
        writer.Int32(member.Expired.All.Length);
        foreach (ref readonly var lot in member.Expired.All)
        {
            writer.Int64(lot.Id);
            writer.Int64(lot.Points);
            writer.Int64(lot.ExpireTime.UnixNanoseconds);
        }
    }

    private static void ReadTimed(
        ref SnapshotReader reader, Member member, out LedgerTime forgottenThrough, out ExpiredLot[] expired)
    {
        var pending = new PendingLot[reader.Count(PendingLotBytes)];
        for (var i = 0; i < pending.Length; i++)
        {
            pending[i] = new PendingLot(
                reader.Int64(), reader.Int64(), new LedgerTime(reader.Int64()), new LedgerTime(reader.Int64()));
        }

        member.RestorePending(pending);
        forgottenThrough = new LedgerTime(reader.Int64());
        expired = new ExpiredLot[reader.Count(ExpiredLotBytes)];
        for (var i = 0; i < expired.Length; i++)
            expired[i] = new ExpiredLot(reader.Int64(), reader.Int64(), new LedgerTime(reader.Int64()));
    }
}
