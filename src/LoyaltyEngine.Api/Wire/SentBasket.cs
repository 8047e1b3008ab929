using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Api.Mapping;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Wire;

/// <summary>A basket as it was sent, in the form in which it is decided but not checked yet.</summary>
/// <param name="CurrencyCode">The currency.</param>
/// <param name="Lines">The lines, with an empty id where none was given and <see cref="Quantities.Unreadable"/> for a
/// quantity that is none. None of them where there are more than a basket may have.</param>
/// <param name="Payments">How it was paid.</param>
/// <param name="LineCount">How many lines were sent.</param>
internal sealed record SentBasket(string CurrencyCode, BasketLine[] Lines, Payment[] Payments, int LineCount)
{
    /// <summary>The basket of a generated message.</summary>
    public static SentBasket? Of(V1.Basket? basket)
    {
        if (basket is null)
            return null;
        var count = basket.Lines.Count;
        if (count > Basket.LineCountMax)
            return new SentBasket(basket.CurrencyCode, [], [], count);
        var lines = new BasketLine[count];
        for (var i = 0; i < count; i++)
        {
            var line = basket.Lines[i];
            lines[i] = new BasketLine(
                line.LineId, line.Sku, [.. line.Categories], Quantities.Parse(line.Quantity), line.AmountMinor);
        }

        Payment[] payments = [.. basket.Payments.Select(payment => new Payment(payment.Tender, payment.AmountMinor))];
        return new SentBasket(basket.CurrencyCode, lines, payments, count);
    }
}
