using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>The entries of returns that wait for their sales as <see cref="EntryCodec"/> stores them.</summary>
internal static class WaitingReturnCodec
{
    private const int PartBytes = 32;

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(MemberEvent.ReturnAwaitsSale waits) =>
        EncodeBuffer.BytesOf(waits.SaleRequestId)
        + waits.Parts.Sum(part => PartBytes + EncodeBuffer.BytesOf(part.LineId));

    /// <summary>Null where the entry is of another kind.</summary>
    public static MemberEvent? TryRead(
        Stored.Entry entry, EntryOrigin origin, in Settlement settlement, in Balance balance) => entry.ChangeCase switch
    {
        Stored.Entry.ChangeOneofCase.ReturnAwaitsSale => new MemberEvent.ReturnAwaitsSale(
            entry.ReturnAwaitsSale.SaleRequestId,
            [.. entry.ReturnAwaitsSale.Parts.Select(Read)],
            new LedgerTime(entry.ReturnAwaitsSale.EndTime),
            entry.ReturnAwaitsSale.Forgives ? ShortfallPolicy.Forgive : ShortfallPolicy.Debt)
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        Stored.Entry.ChangeOneofCase.WaitingReturnEnded => new MemberEvent.WaitingReturnEnded(
            entry.WaitingReturnEnded.WaitingReturn, (WaitingReturnEnd)entry.WaitingReturnEnded.End)
        { Origin = origin, Settlement = settlement, BalanceAfter = balance },

        _ => null,
    };

    /// <summary>False where the entry is of another kind; nothing is written then.</summary>
    public static bool TryWrite(ref BackwardWriter writer, int end, MemberEvent change)
    {
        switch (change)
        {
            case MemberEvent.ReturnAwaitsSale waits:
                writer.Bool(4, waits.Shortfall == ShortfallPolicy.Forgive);
                writer.Fixed64(3, waits.EndTime.UnixNanoseconds);
                for (var i = waits.Parts.Length - 1; i >= 0; i--)
                {
                    ref readonly var part = ref waits.Parts[i];
                    var partEnd = writer.BeginMessage();
                    writer.Int64(3, part.AmountMinor);
                    writer.Int64(2, part.QuantityThousandths);
                    writer.String(1, part.LineId);
                    writer.EndMessage(2, partEnd);
                }

                writer.String(1, waits.SaleRequestId);
                writer.EndMessage(67, end);
                return true;
            case MemberEvent.WaitingReturnEnded ended:
                writer.Int64(2, (long)ended.End);
                writer.Int64(1, ended.WaitingReturn);
                writer.EndMessage(68, end);
                return true;
            default:
                return false;
        }
    }

    private static ReturnPart Read(Stored.ReturnPart stored) =>
        new(stored.LineId, stored.QuantityThousandths, stored.AmountMinor);
}
