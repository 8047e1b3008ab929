using System.Buffers.Binary;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// The canonical encoding of a member: two members are in the same state exactly where their bytes are the same (law
/// 6).
/// </summary>
/// <remarks>
/// All numbers little-endian; permanent within one <see cref="MemberFold.Version"/>:
/// <code>
/// offset  size  what
///      0     1  MemberFold.Version
///      1     8  revision
///      9     8  record time of the last entry, nanoseconds since 1970
///     17     8  revision of the enrolment, 0 before it
///     25     8  record time of the enrolment
///     33     8  debt
///     41     4  number of lots L
///     45  24·L  lots in the order in which points are taken: id, points, expire time (8 bytes each)
///      …     4  number of entries undone U
///      …   8·U  their revisions, ascending
///      …     4  number of remembered requests R
///      …   4·R  their fingerprints, oldest first
///      …     4  day of the last adjustment, days since 1970-01-01, 0 where there was none
///      …     8  points that the adjustments of that day gave and took
/// </code>
/// </remarks>
public static class MemberSnapshot
{
    private const int FixedBytes = 65;
    private const int LotBytes = 24;

    /// <summary>How many bytes <see cref="Write"/> gives.</summary>
    public static long SizeOf(Member member)
    {
        var recentCount = Math.Min(member.Revision, RecentRequests.CountMax);
        return FixedBytes
            + ((long)member.Lots.Open.Length * LotBytes)
            + (member.Reversed.Length * 8L)
            + (recentCount * 4);
    }

    /// <summary>Writes the member's canonical bytes.</summary>
    public static byte[] Write(Member member)
    {
        var lots = member.Lots.Open;
        var reversed = member.Reversed;
        var recent = member.RecentRequests.ToArray();
        var bytes = new byte[SizeOf(member)];
        var writer = new Writer(bytes);
        writer.Byte(MemberFold.Version);
        writer.Int64(member.Revision);
        writer.Int64(member.LastRecordTime.UnixNanoseconds);
        writer.Int64(member.EnrolRevision);
        writer.Int64(member.EnrolTime.UnixNanoseconds);
        writer.Int64(member.Debt);
        writer.Int32(lots.Length);
        foreach (ref readonly var lot in lots)
        {
            writer.Int64(lot.Id);
            writer.Int64(lot.Points);
            writer.Int64(lot.ExpireTime.UnixNanoseconds);
        }

        writer.Int32(reversed.Length);
        foreach (var revision in reversed)
            writer.Int64(revision);
        writer.Int32(recent.Length);
        foreach (var fingerprint in recent)
            writer.Int32(unchecked((int)fingerprint));
        writer.Int32(member.AdjustmentDay);
        writer.Int64(member.AdjustedPoints);
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
        var reader = new Reader(bytes[1..]);
        var member = new Member
        {
            Revision = reader.Int64(),
            LastRecordTime = new LedgerTime(reader.Int64()),
            EnrolRevision = reader.Int64(),
            EnrolTime = new LedgerTime(reader.Int64()),
            Debt = reader.Int64(),
        };
        member.IsEnrolled = member.EnrolRevision > 0;

        var lots = new Lot[reader.Count(LotBytes)];
        for (var i = 0; i < lots.Length; i++)
            lots[i] = new Lot(reader.Int64(), reader.Int64(), new LedgerTime(reader.Int64()));
        member.Lots.Restore(lots);

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
        if (!reader.AtEnd)
            throw new CorruptMemberException("a snapshot goes on after its content");
        if (member.EnrolRevision < 0 || member.EnrolRevision > member.Revision
            || member.AdjustedPoints < 0
            || member.Debt < 0 || (member.Debt > 0 && member.Lots.Points > 0))
        {
            throw new CorruptMemberException(
                $"a snapshot says {member.Balance} at entry {member.Revision}, "
                + $"enrolled by entry {member.EnrolRevision}");
        }

        return member;
    }

    private ref struct Writer(Span<byte> rest)
    {
        private Span<byte> _rest = rest;

        public void Byte(byte value)
        {
            _rest[0] = value;
            _rest = _rest[1..];
        }

        public void Int32(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public readonly bool AtEnd => _rest.IsEmpty;

        public int Int32Bits()
        {
            var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            _rest = _rest[4..];
            return value;
        }

        public long Int64()
        {
            var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
            _rest = _rest[8..];
            return value;
        }

        // A count that the rest of the bytes can hold, so that damage never asks for a huge array.
        public int Count(int itemBytes)
        {
            var count = Int32Bits();
            if (count < 0 || count > _rest.Length / itemBytes)
                throw new CorruptMemberException($"a snapshot counts {count} items in {_rest.Length} bytes");
            return count;
        }
    }
}
