using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>The entries that begin, extend and end reservations as <see cref="EntryCodec"/> stores them.</summary>
internal static class ReservationCodec
{
    /// <summary>Null where the entry is of another kind.</summary>
    public static MemberEvent? TryRead(
        Stored.Entry entry, EntryOrigin origin, in Settlement settlement, in Balance balance) => entry.ChangeCase switch
    {
        Stored.Entry.ChangeOneofCase.PointsReserved => new MemberEvent.PointsReserved(
            entry.PointsReserved.CurrencyCode,
            entry.PointsReserved.ValueMinor,
            new LedgerTime(entry.PointsReserved.EndTime))
        {
            PointsPerCurrencyUnit = entry.PointsReserved.PointsPerCurrencyUnit,
            LotsExpire = entry.PointsReserved.LotsExpire,
            Origin = origin,
            Settlement = settlement,
            BalanceAfter = balance,
        },

        Stored.Entry.ChangeOneofCase.ReservationReleased => new MemberEvent.ReservationReleased(
            entry.ReservationReleased.Reservation, entry.ReservationReleased.ReleasedPoints)
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        Stored.Entry.ChangeOneofCase.ReservationExtended => new MemberEvent.ReservationExtended(
            entry.ReservationExtended.Reservation, new LedgerTime(entry.ReservationExtended.EndTime))
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        _ => null,
    };

    /// <summary>False where the entry is of another kind; nothing is written then.</summary>
    public static bool TryWrite(ref BackwardWriter writer, int end, MemberEvent change)
    {
        switch (change)
        {
            case MemberEvent.PointsReserved reserved:
                writer.Bool(5, reserved.LotsExpire);
                writer.Fixed64(4, reserved.EndTime.UnixNanoseconds);
                writer.Int64(3, reserved.PointsPerCurrencyUnit);
                writer.Int64(2, reserved.ValueMinor);
                writer.String(1, reserved.CurrencyCode);
                writer.EndMessage(64, end);
                return true;
            case MemberEvent.ReservationReleased released:
                writer.Int64(2, released.ReleasedPoints);
                writer.Int64(1, released.Reservation);
                writer.EndMessage(65, end);
                return true;
            case MemberEvent.ReservationExtended extended:
                writer.Fixed64(2, extended.EndTime.UnixNanoseconds);
                writer.Int64(1, extended.Reservation);
                writer.EndMessage(66, end);
                return true;
            default:
                return false;
        }
    }
}
