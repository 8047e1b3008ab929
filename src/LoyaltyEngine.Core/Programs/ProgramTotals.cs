using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// The books of one program at one place of the feed. Law 3:
/// issued + restored + adjusted = outstanding − debt + burned + expired + reversed + written off + in transit.
/// </summary>
public readonly record struct ProgramTotals
{
    /// <summary>Points that purchases earned.</summary>
    public long Issued { get; init; }

    /// <summary>Points given back by undoing burns.</summary>
    public long Restored { get; init; }

    /// <summary>Points given by adjustments less those taken by them, with what was undone of either; may be
    /// negative.</summary>
    public long Adjusted { get; init; }

    /// <summary>Points that members have.</summary>
    public long Outstanding { get; init; }

    /// <summary>Points that members owe.</summary>
    public long Debt { get; init; }

    /// <summary>Points burned.</summary>
    public long Burned { get; init; }

    /// <summary>Points expired.</summary>
    public long Expired { get; init; }

    /// <summary>Points taken back by returns and by undoing earns.</summary>
    public long Reversed { get; init; }

    /// <summary>Debt written off, as a negative number.</summary>
    public long WrittenOff { get; init; }

    /// <summary>Points between two members.</summary>
    public long InTransit { get; init; }

    /// <summary>Members enrolled.</summary>
    public long MemberCount { get; init; }

    /// <summary>Entries of all members.</summary>
    public long EntryCount { get; init; }

    /// <summary>Whether law 3 holds.</summary>
    public bool Balances =>
        Issued + Restored + Adjusted == Outstanding - Debt + Burned + Expired + Reversed + WrittenOff + InTransit;

    /// <summary>The totals with one more entry of any of the program's members.</summary>
    public ProgramTotals With(MemberEvent change)
    {
        var points = change.Points;
        var debt = change.Settlement.DebtChange;
        var next = this with
        {
            EntryCount = EntryCount + 1,
            Outstanding = Outstanding + points + debt,
            Debt = Debt + debt,
        };
        return change switch
        {
            MemberEvent.MemberEnrolled => next with { MemberCount = MemberCount + 1 },
            MemberEvent.PointsEarned => next with { Issued = Issued + points },
            MemberEvent.PointsBurned => next with { Burned = Burned - points },
            MemberEvent.PurchaseReturned => next with { Reversed = Reversed - points },
            MemberEvent.PurchaseExchanged exchanged => next with
            {
                Reversed = Reversed - exchanged.Returned.Points,
                Issued = Issued + exchanged.Earned.Points,
            },
            MemberEvent.PointsExpired => next with { Expired = Expired - points },
            MemberEvent.DebtWrittenOff => next with { WrittenOff = WrittenOff - points },
            MemberEvent.PointsAdjusted => next with { Adjusted = Adjusted + points },
            MemberEvent.PointsReversed { WasAdjustment: true } => next with { Adjusted = Adjusted + points },
            MemberEvent.PointsReversed { WasBurn: true } => next with { Restored = Restored + points },
            MemberEvent.PointsReversed => next with { Reversed = Reversed - points },
            _ => next,
        };
    }
}
