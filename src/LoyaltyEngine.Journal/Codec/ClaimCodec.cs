using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>What sales earned line by line, and what came back of them, as they are stored.</summary>
internal static class ClaimCodec
{
    private const int TermBytes = 84;
    private const int LineBytes = 32;

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(ClaimSchedule? claim)
    {
        if (claim is null)
            return 0;
        var bytes = claim.Excluded.Size + LineBytes;
        foreach (ref readonly var term in claim.Terms.AsSpan())
            bytes += TermBytes + term.Lines.Size;
        return bytes;
    }

    /// <summary>The most bytes that it can take.</summary>
    public static int BytesMax(ReturnOfSale? step) => step is null ? 0 : (2 + step.Lines.Length) * LineBytes;

    /// <summary>Writes fields 4 and 5 of PointsEarned.</summary>
    public static void Write(ref BackwardWriter writer, ClaimSchedule? claim)
    {
        if (claim is null)
            return;
        Write(ref writer, 5, claim.Excluded);
        var bound = claim.Bounds.Length - 1;
        for (var i = claim.Terms.Length - 1; i >= 0; i--)
        {
            ref readonly var term = ref claim.Terms[i];
            var end = writer.BeginMessage();
            writer.Bool(10, term.IsByLine);
            writer.Bool(9, term.IsOfQuantity);
            if (bound >= 0 && claim.Bounds[bound].Term == i)
            {
                ref readonly var bounds = ref claim.Bounds[bound--];
                writer.Int64(8, bounds.MinimumReceiptMinor);
                writer.Int64(7, bounds.MinimumQuantityThousandths);
                writer.Int64(6, bounds.MaximumPoints);
                writer.Int64(5, bounds.MinimumSpendMinor);
            }

            Write(ref writer, 4, term.Lines);
            writer.Int64(3, (long)term.Rounding);
            writer.Int64(2, term.PerAmountMinor);
            writer.Int64(1, term.Points);
            writer.EndMessage(4, end);
        }
    }

    /// <summary>Writes field 5 of PurchaseReturned.</summary>
    public static void Write(ref BackwardWriter writer, ReturnOfSale? step)
    {
        if (step is null)
            return;
        var end = writer.BeginMessage();
        writer.Int64(6, step.ExpiredPoints);
        writer.Int64(5, step.DebtRestoredPoints);
        writer.Int64(4, step.ClaimedPoints);
        writer.Bool(3, step.IsWhole);
        for (var i = step.Lines.Length - 1; i >= 0; i--)
        {
            ref readonly var line = ref step.Lines[i];
            var lineEnd = writer.BeginMessage();
            writer.Int64(3, line.AmountMinor);
            writer.Int64(2, line.QuantityThousandths);
            writer.Int64(1, line.Line);
            writer.EndMessage(2, lineEnd);
        }

        writer.Int64(1, step.Sale);
        writer.EndMessage(5, end);
    }

    public static ClaimSchedule? Read(Stored.PointsEarned earned)
    {
        if (earned.ClaimTerms.Count == 0)
            return null;
        var terms = new ClaimTerm[earned.ClaimTerms.Count];
        List<ClaimBound>? bounds = null;
        for (var i = 0; i < terms.Length; i++)
        {
            var term = earned.ClaimTerms[i];
            terms[i] = new ClaimTerm(
                term.Points, term.PerAmountMinor, (RoundingMode)term.Rounding, LineSet.FromBytes(term.Lines.Span))
            {
                IsOfQuantity = term.IsOfQuantity,
                IsByLine = term.IsByLine,
            };
            var bound = new ClaimBound(i, term.MinimumSpendMinor, term.MaximumPoints)
            {
                MinimumQuantityThousandths = term.MinimumQuantityThousandths,
                MinimumReceiptMinor = term.MinimumReceiptMinor,
            };
            if (bound != new ClaimBound(i, 0, 0))
                (bounds ??= []).Add(bound);
        }

        return new ClaimSchedule(terms, LineSet.FromBytes(earned.ExcludedLines.Span)) { Bounds = [.. bounds ?? []] };
    }

    public static ReturnOfSale? Read(Stored.ReturnOfSale? step) => step is null ? null : new ReturnOfSale(
        step.Sale,
        [.. step.Lines.Select(line => new ReturnedLine(line.Line, line.QuantityThousandths, line.AmountMinor))],
        step.IsWhole,
        step.ClaimedPoints,
        step.DebtRestoredPoints)
    { ExpiredPoints = step.ExpiredPoints };

    private static void Write(ref BackwardWriter writer, int field, LineSet lines)
    {
        if (lines.IsEmpty)
            return;
        Span<byte> bytes = stackalloc byte[lines.Size];
        lines.WriteTo(bytes);
        writer.Bytes(field, bytes);
    }
}
