using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>Baskets and applied rules as they are stored.</summary>
internal static class BasketCodec
{
    private const int NumbersOfLineBytes = 32;

    /// <summary>The most bytes that the basket can take.</summary>
    public static int BytesMax(Basket basket)
    {
        var bytes = 32 + EncodeBuffer.BytesOf(basket.CurrencyCode);
        foreach (ref readonly var line in basket.Lines.AsSpan())
        {
            bytes += NumbersOfLineBytes + EncodeBuffer.BytesOf(line.LineId) + EncodeBuffer.BytesOf(line.Sku);
            foreach (var category in line.Categories)
                bytes += EncodeBuffer.BytesOf(category);
        }

        foreach (ref readonly var payment in basket.Payments.AsSpan())
            bytes += NumbersOfLineBytes + EncodeBuffer.BytesOf(payment.Tender);
        return bytes;
    }

    /// <summary>The most bytes that the rules can take.</summary>
    public static int BytesMax(AppliedRule[] rules)
    {
        var bytes = 0;
        foreach (ref readonly var rule in rules.AsSpan())
            bytes += NumbersOfLineBytes + EncodeBuffer.BytesOf(rule.RuleId);
        return bytes;
    }

    public static void Write(ref BackwardWriter writer, int field, Basket basket)
    {
        var end = writer.BeginMessage();
        for (var i = basket.Payments.Length - 1; i >= 0; i--)
        {
            var paymentEnd = writer.BeginMessage();
            writer.Int64(2, basket.Payments[i].AmountMinor);
            writer.String(1, basket.Payments[i].Tender);
            writer.EndMessage(3, paymentEnd);
        }

        for (var i = basket.Lines.Length - 1; i >= 0; i--)
        {
            ref readonly var line = ref basket.Lines[i];
            var lineEnd = writer.BeginMessage();
            writer.Int64(5, line.AmountMinor);
            writer.Int64(4, line.QuantityThousandths);
            for (var c = line.Categories.Length - 1; c >= 0; c--)
                writer.RepeatedString(3, line.Categories[c]);
            writer.String(2, line.Sku);
            writer.String(1, line.LineId);
            writer.EndMessage(2, lineEnd);
        }

        writer.String(1, basket.CurrencyCode);
        writer.EndMessage(field, end);
    }

    public static void Write(ref BackwardWriter writer, int field, AppliedRule[] rules)
    {
        for (var i = rules.Length - 1; i >= 0; i--)
        {
            ref readonly var rule = ref rules[i];
            var end = writer.BeginMessage();
            writer.Int64(3, rule.MatchedAmountMinor);
            writer.Int64(2, rule.Points);
            writer.String(1, rule.RuleId);
            writer.EndMessage(field, end);
        }
    }

    public static Basket Read(Stored.Basket stored)
    {
        var lines = new BasketLine[stored.Lines.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var line = stored.Lines[i];
            lines[i] = new BasketLine(
                line.LineId, line.Sku, [.. line.Categories], line.QuantityThousandths, line.AmountMinor);
        }

        return new Basket(stored.CurrencyCode, lines)
        {
            Payments = [.. stored.Payments.Select(payment => new Payment(payment.Tender, payment.AmountMinor))],
        };
    }

    public static AppliedRule[] Read(IReadOnlyList<Stored.AppliedRule> stored)
    {
        var rules = new AppliedRule[stored.Count];
        for (var i = 0; i < rules.Length; i++)
            rules[i] = new AppliedRule(stored[i].RuleId, stored[i].Points, stored[i].MatchedAmountMinor);
        return rules;
    }
}
