using System.Globalization;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks baskets and brings them into the form in which they are decided.</summary>
internal static class BasketReader
{
    private const int CategoryCountMax = 16;
    private const int LineIdLengthMax = 32;
    private const int TextLengthMax = 64;
    private const int CurrencyLength = 3;
    private const int QuadraticLinesMax = 16;

    private static readonly Basket Unreadable = new("", []);

    private static readonly string[] LineNumbers =
        [.. Enumerable.Range(1, Basket.LineCountMax).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The basket; not to be used where the checks found anything.</summary>
    /// <param name="basket">The basket, whose lines become those of the answer.</param>
    /// <param name="checks">Gathers what is wrong.</param>
    public static Basket Read(SentBasket? basket, ref FieldChecks checks)
    {
        if (basket is null)
        {
            checks.Add("basket", "is required");
            return Unreadable;
        }

        if (!IsCurrencyCode(basket.CurrencyCode))
            checks.Add("basket.currency_code", "must be three letters A-Z");
        if (basket.LineCount is 0 or > Basket.LineCountMax)
        {
            checks.Add("basket.lines", $"must be 1 to {Basket.LineCountMax} lines, not {basket.LineCount}");
            return Unreadable;
        }

        var lines = basket.Lines;
        var anyIds = false;
        for (var i = 0; i < lines.Length; i++)
        {
            ref var line = ref lines[i];
            Check(line, i, ref checks);
            if (line.LineId.Length == 0)
                line = line with { LineId = LineNumbers[i] };
            else
                anyIds = true;
        }

        if (anyIds)
            CheckUnique(lines, ref checks);
        CheckPayments(basket.Payments, ref checks);
        return new Basket(basket.CurrencyCode, lines) { Payments = basket.Payments };
    }

    private static void CheckPayments(Payment[] payments, ref FieldChecks checks)
    {
        if (payments.Length > Basket.PaymentCountMax)
        {
            checks.Add("basket.payments", $"must be at most {Basket.PaymentCountMax}, not {payments.Length}");
            return;
        }

        for (var i = 0; i < payments.Length; i++)
        {
            if (payments[i].Tender.Length == 0)
                checks.Add($"basket.payments[{i}].tender", "is required");
            checks.ContextText($"basket.payments[{i}].tender", payments[i].Tender);
            if (payments[i].AmountMinor is < 0 or > Basket.AmountMinorMax)
                checks.Add($"basket.payments[{i}].amount_minor", $"must be 0 to {Basket.AmountMinorMax}");
        }
    }

    private static void Check(in BasketLine line, int index, ref FieldChecks checks)
    {
        if (line.LineId.Length > LineIdLengthMax || !IsLineId(line.LineId))
            checks.Add($"basket.lines[{index}].line_id", "must be at most 32 of A-Z a-z 0-9 . _ : -");
        if (line.Sku.Length is 0 or > TextLengthMax || HasControl(line.Sku))
            checks.Add($"basket.lines[{index}].sku", "must be 1 to 64 characters without control characters");
        if (line.Categories.Length > CategoryCountMax)
            checks.Add($"basket.lines[{index}].categories", $"must be at most {CategoryCountMax}");
        if (line.AmountMinor is < 0 or > Basket.AmountMinorMax)
            checks.Add($"basket.lines[{index}].amount_minor", $"must be 0 to {Basket.AmountMinorMax}");
        if (line.QuantityThousandths == Quantities.Unreadable)
        {
            checks.Add(
                $"basket.lines[{index}].quantity",
                "must be a decimal number with at most 3 decimals, greater than 0 and at most 1000000");
        }

        for (var c = 0; c < line.Categories.Length; c++)
        {
            if (line.Categories[c].Length is 0 or > TextLengthMax || HasControl(line.Categories[c]))
            {
                checks.Add(
                    $"basket.lines[{index}].categories[{c}]", "must be 1 to 64 characters without control characters");
            }
        }
    }

    private static void CheckUnique(BasketLine[] lines, ref FieldChecks checks)
    {
        if (lines.Length <= QuadraticLinesMax)
        {
            for (var i = 1; i < lines.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (lines[i].LineId == lines[j].LineId)
                        AddDuplicate(i, j, ref checks);
                }
            }

            return;
        }

        var seen = new Dictionary<string, int>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!seen.TryAdd(lines[i].LineId, i))
                AddDuplicate(i, seen[lines[i].LineId], ref checks);
        }
    }

    private static void AddDuplicate(int index, int first, ref FieldChecks checks) =>
        checks.Add($"basket.lines[{index}].line_id", $"is that of lines[{first}]; must be unique in the basket");

    private static bool IsCurrencyCode(string code)
    {
        if (code.Length != CurrencyLength)
            return false;
        foreach (var character in code)
        {
            if (!char.IsAsciiLetterUpper(character))
                return false;
        }

        return true;
    }

    private static bool IsLineId(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or ':' or '-'))
                return false;
        }

        return true;
    }

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }
}
