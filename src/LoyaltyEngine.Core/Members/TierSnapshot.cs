using System.Text;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Core.Members;

/// <summary>The part of <see cref="MemberSnapshot"/> that tells of the tier.</summary>
internal static class TierSnapshot
{
    private const int FixedBytes = 52;
    private const int CountBytes = 36;
    private const int PromiseBytes = 20;

    public static long SizeOf(MemberTier tier)
    {
        if (tier == MemberTier.None)
            return 1;
        var bytes = FixedBytes + ((long)tier.Counts.Length * CountBytes) + ((long)tier.Floors.Length * PromiseBytes)
            + Encoding.UTF8.GetByteCount(tier.Held.TierId) + Encoding.UTF8.GetByteCount(tier.Grant.TierId);
        foreach (ref readonly var count in tier.Counts)
            bytes += Encoding.UTF8.GetByteCount(count.KeptTierId);
        foreach (ref readonly var floor in tier.Floors)
            bytes += Encoding.UTF8.GetByteCount(floor.TierId);
        return bytes;
    }

    public static void Write(ref SnapshotWriter writer, MemberTier tier)
    {
        writer.Byte(tier == MemberTier.None ? (byte)0 : (byte)1);
        if (tier == MemberTier.None)
            return;
        writer.Byte((byte)tier.Counting.Basis);
        writer.Byte((byte)tier.Counting.Period);
        writer.Byte((byte)tier.Counting.Months);
        writer.Int32(tier.Counts.Length);
        foreach (ref readonly var count in tier.Counts)
        {
            writer.Int64(count.BeginTime.UnixNanoseconds);
            writer.Int64(count.EndTime.UnixNanoseconds);
            writer.Int64(count.HoldTime.UnixNanoseconds);
            writer.Int64(count.Count);
            writer.Text(count.KeptTierId);
        }

        writer.Int64(tier.Held.EndTime.UnixNanoseconds);
        writer.Text(tier.Held.TierId);
        writer.Int32(tier.Floors.Length);
        foreach (ref readonly var floor in tier.Floors)
            Write(ref writer, floor);
        Write(ref writer, tier.Grant);
        writer.Int64(tier.ReviewTime.UnixNanoseconds);
    }

    public static MemberTier Read(ref SnapshotReader reader)
    {
        if (reader.Byte() is not 0 and var isKept)
        {
            if (isKept > 1)
                throw new CorruptMemberException($"a snapshot says {isKept} of a tier");
            return ReadKept(ref reader);
        }

        return MemberTier.None;
    }

    private static MemberTier ReadKept(ref SnapshotReader reader)
    {
        var counting = new TierCounting((TierBasis)reader.Byte(), (TierPeriod)reader.Byte(), reader.Byte());
        var counts = new TierCount[reader.Count(CountBytes)];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = new TierCount(
                new LedgerTime(reader.Int64()),
                new LedgerTime(reader.Int64()),
                new LedgerTime(reader.Int64()),
                reader.Int64())
            {
                KeptTierId = reader.Text(),
            };
        }

        var endTime = new LedgerTime(reader.Int64());
        var held = new TierHold(reader.Text(), endTime);
        var floors = new TierPromise[reader.Count(PromiseBytes)];
        for (var i = 0; i < floors.Length; i++)
            floors[i] = ReadPromise(ref reader);
        var grant = ReadPromise(ref reader);
        if (!Enum.IsDefined(counting.Basis) || !Enum.IsDefined(counting.Period))
            throw new CorruptMemberException($"a snapshot says {counting} of what a tier counts");
        try
        {
            return new MemberTier(counting, counts, floors, grant, held, new LedgerTime(reader.Int64()));
        }
        catch (ArgumentException e) when (e is not ArgumentOutOfRangeException)
        {
            throw new CorruptMemberException($"a snapshot speaks of a tier: {e.Message}");
        }
    }

    private static void Write(ref SnapshotWriter writer, in TierPromise promise)
    {
        writer.Int64(promise.BeginTime.UnixNanoseconds);
        writer.Int64(promise.EndTime.UnixNanoseconds);
        writer.Text(promise.TierId);
    }

    private static TierPromise ReadPromise(ref SnapshotReader reader)
    {
        var (beginTime, endTime) = (new LedgerTime(reader.Int64()), new LedgerTime(reader.Int64()));
        return new TierPromise(reader.Text(), beginTime, endTime);
    }
}
