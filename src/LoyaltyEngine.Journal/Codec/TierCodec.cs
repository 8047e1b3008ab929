using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>What entries say of tiers, and the entries of tiers, as <see cref="EntryCodec"/> stores them.</summary>
internal static class TierCodec
{
    private const int NumbersBytes = 200;
    private const int KeptBytes = 24;
    private const int FloorBytes = 32;

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(TierChange? change) => change is null
        ? 0
        : NumbersBytes + EncodeBuffer.BytesOf(change.Held.TierId)
            + change.Floors.Sum(floor => FloorBytes + EncodeBuffer.BytesOf(floor.TierId))
            + EncodeBuffer.BytesOf(change.Progress.NextTierId)
            + change.Kept.Sum(kept => KeptBytes + EncodeBuffer.BytesOf(kept.TierId));

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(MemberEvent.TierGranted granted) =>
        EncodeBuffer.BytesOf(granted.Grant.TierId) + EncodeBuffer.BytesOf(granted.ReasonCode)
        + EncodeBuffer.BytesOf(granted.MatchedProgram);

    /// <summary>Writes the field; nothing where there is no change.</summary>
    public static void Write(ref BackwardWriter writer, int field, TierChange? change)
    {
        if (change is null)
            return;
        var end = writer.BeginMessage();
        for (var i = change.Kept.Length - 1; i >= 0; i--)
        {
            var keptEnd = writer.BeginMessage();
            writer.String(2, change.Kept[i].TierId);
            writer.Fixed64(1, change.Kept[i].EndTime.UnixNanoseconds);
            writer.EndMessage(18, keptEnd);
        }

        writer.Int64(17, change.Progress.KeepCount);
        writer.Int64(16, change.Progress.NextCount);
        writer.String(15, change.Progress.NextTierId);
        writer.Fixed64(14, change.Progress.PeriodEndTime.UnixNanoseconds);
        writer.Int64(13, change.Progress.Count);
        writer.Fixed64(12, change.ReviewTime.UnixNanoseconds);
        for (var i = change.Floors.Length - 1; i >= 0; i--)
        {
            var floorEnd = writer.BeginMessage();
            writer.Fixed64(3, change.Floors[i].EndTime.UnixNanoseconds);
            writer.Fixed64(2, change.Floors[i].BeginTime.UnixNanoseconds);
            writer.String(1, change.Floors[i].TierId);
            writer.EndMessage(10, floorEnd);
        }

        writer.Fixed64(9, change.Held.EndTime.UnixNanoseconds);
        writer.String(8, change.Held.TierId);
        writer.SInt64(7, change.Count.Count);
        writer.Fixed64(6, change.Count.HoldTime.UnixNanoseconds);
        writer.Fixed64(5, change.Count.EndTime.UnixNanoseconds);
        writer.Fixed64(4, change.Count.BeginTime.UnixNanoseconds);
        writer.Int64(3, change.Counting.Months);
        writer.Int64(2, (long)change.Counting.Period);
        writer.Int64(1, (long)change.Counting.Basis);
        writer.EndMessage(field, end);
    }

    /// <summary>False where the entry is of another kind; nothing is written then.</summary>
    public static bool TryWrite(ref BackwardWriter writer, int end, MemberEvent change)
    {
        switch (change)
        {
            case MemberEvent.TierReviewed reviewed:
                writer.String(1, reviewed.FormerTierId);
                writer.EndMessage(71, end);
                return true;
            case MemberEvent.TierGranted granted:
                writer.String(4, granted.MatchedProgram);
                writer.String(3, granted.ReasonCode);
                writer.Fixed64(2, granted.Grant.EndTime.UnixNanoseconds);
                writer.String(1, granted.Grant.TierId);
                writer.EndMessage(72, end);
                return true;
            default:
                return false;
        }
    }

    /// <summary>What an entry says; null where it says nothing.</summary>
    /// <exception cref="ArgumentException">What it says is none that this version knows.</exception>
    public static TierChange? Read(Stored.TierChange? stored)
    {
        if (stored is null)
            return null;
        var counting = new TierCounting((TierBasis)stored.Basis, (TierPeriod)stored.Period, stored.Months);
        if (!Enum.IsDefined(counting.Basis) || !Enum.IsDefined(counting.Period)
            || counting.Months is < 0 or > ProgramLimits.TierMonthsMax)
            throw new ArgumentException($"{counting} is unknown", nameof(stored));
        return new TierChange
        {
            Counting = counting,
            Count = new TierCount(
                new LedgerTime(stored.CountBeginTime),
                new LedgerTime(stored.CountEndTime),
                new LedgerTime(stored.CountHoldTime),
                stored.Count),
            Kept = [.. stored.Kept.Select(kept => new TierKept(new LedgerTime(kept.EndTime), kept.TierId))],
            Held = new TierHold(stored.TierId, new LedgerTime(stored.TierEndTime)),
            Floors =
            [
                .. stored.Floors.Select(floor => new TierPromise(
                    floor.TierId, new LedgerTime(floor.BeginTime), new LedgerTime(floor.EndTime))),
            ],
            ReviewTime = new LedgerTime(stored.ReviewTime),
            Progress = new TierProgress(
                stored.PeriodCount,
                new LedgerTime(stored.PeriodEndTime),
                stored.NextTierId,
                stored.NextCount,
                stored.KeepCount),
        };
    }

    /// <summary>Null where the entry is of another kind.</summary>
    public static MemberEvent? TryRead(
        Stored.Entry entry, EntryOrigin origin, in Settlement settlement, in Balance balance) => entry.ChangeCase switch
    {
        Stored.Entry.ChangeOneofCase.TierReviewed => new MemberEvent.TierReviewed(entry.TierReviewed.FormerTierId)
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        Stored.Entry.ChangeOneofCase.TierGranted => new MemberEvent.TierGranted(
            new TierHold(entry.TierGranted.TierId, new LedgerTime(entry.TierGranted.EndTime)),
            entry.TierGranted.ReasonCode,
            entry.TierGranted.MatchedProgram)
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        _ => null,
    };
}
