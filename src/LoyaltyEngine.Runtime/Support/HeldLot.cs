using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>Points that a member has of one lot.</summary>
/// <param name="Lot">The lot; where it lapses for want of activity, with the moment when it does.</param>
/// <param name="ActivateTime">When they become available, where they are pending; the default otherwise.</param>
/// <param name="Reservation">The entry that began the reservation which holds them; 0 for none.</param>
public readonly record struct HeldLot(Lot Lot, LedgerTime ActivateTime, long Reservation)
{
    /// <summary>All of a member's: those available in the order in which they are taken, then those pending, then
    /// those reserved.</summary>
    public static List<HeldLot> Of(Member member)
    {
        var held = new List<HeldLot>();
        Add(member.Lots, reservation: 0);
        foreach (ref readonly var pending in member.Pending.Open)
        {
            var lot = Dated(new Lot(pending.Id, pending.Points, pending.ExpireTime));
            held.Add(new HeldLot(lot, pending.ActivateTime, Reservation: 0));
        }

        foreach (var reservation in member.Reservations.Open)
            Add(reservation.Lots, reservation.Id);
        return held;

        void Add(LotTable lots, long reservation)
        {
            foreach (ref readonly var lot in lots.Open)
                held.Add(new HeldLot(Dated(lot), default, reservation));
        }

        Lot Dated(in Lot lot) =>
            lot.ExpireTime.IsWhenInactive ? lot with { ExpireTime = member.Activities.LapseOf(lot.Id) } : lot;
    }
}
