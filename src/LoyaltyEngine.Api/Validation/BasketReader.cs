using System.Globalization;
using LoyaltyEngine.Core.Baskets;
using V1 = LoyaltyEngine.Protos.V1;

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
    public static Basket Read(V1.Basket? basket, ref FieldChecks checks)
    {
        if (basket is null)
        {
            checks.Add("basket", "is required");
            return Unreadable;
        }

        if (!IsCurrencyCode(basket.CurrencyCode))
            checks.Add("basket.currency_code", "must be three letters A-Z");
        if (basket.Lines.Count is 0 or > Basket.LineCountMax)
        {
            checks.Add("basket.lines", $"must be 1 to {Basket.LineCountMax} lines, not {basket.Lines.Count}");
            return Unreadable;
        }

        var lines = new BasketLine[basket.Lines.Count];
        var anyIds = false;
        for (var i = 0; i < lines.Length; i++)
        {
            anyIds |= basket.Lines[i].LineId.Length > 0;
            lines[i] = ReadLine(basket.Lines[i], i, ref checks);
        }

        if (anyIds)
            CheckUnique(lines, ref checks);
        return new Basket(basket.CurrencyCode, lines);
    }

    private static BasketLine ReadLine(V1.BasketLine line, int index, ref FieldChecks checks)
    {
        if (line.LineId.Length > LineIdLengthMax || !IsLineId(line.LineId))
            checks.Add($"basket.lines[{index}].line_id", "must be at most 32 of A-Z a-z 0-9 . _ : -");
        if (line.Sku.Length is 0 or > TextLengthMax || HasControl(line.Sku))
            checks.Add($"basket.lines[{index}].sku", "must be 1 to 64 characters without control characters");
        if (line.Categories.Count > CategoryCountMax)
            checks.Add($"basket.lines[{index}].categories", $"must be at most {CategoryCountMax}");
        if (line.AmountMinor is < 0 or > Basket.AmountMinorMax)
            checks.Add($"basket.lines[{index}].amount_minor", $"must be 0 to {Basket.AmountMinorMax}");
        if (!TryReadQuantity(line.Quantity, out var quantity))
        {
            checks.Add(
                $"basket.lines[{index}].quantity",
                "must be a decimal number with at most 3 decimals, greater than 0 and at most 1000000");
        }

        return new BasketLine(
            line.LineId.Length == 0 ? LineNumbers[index] : line.LineId,
            line.Sku,
            ReadCategories(line, index, ref checks),
            quantity,
            line.AmountMinor);
    }

    private static string[] ReadCategories(V1.BasketLine line, int index, ref FieldChecks checks)
    {
        if (line.Categories.Count == 0)
            return [];
        var categories = new string[line.Categories.Count];
        for (var c = 0; c < categories.Length; c++)
        {
            categories[c] = line.Categories[c];
            if (categories[c].Length is 0 or > TextLengthMax || HasControl(categories[c]))
            {
                checks.Add(
                    $"basket.lines[{index}].categories[{c}]", "must be 1 to 64 characters without control characters");
            }
        }

        return categories;
    }

    // A decimal number as text, exactly: no culture, no exponent, no sign.
    private static bool TryReadQuantity(string text, out long thousandths)
    {
        thousandths = 1000;
        if (text.Length == 0)
            return true;

        const int DigitsMax = 11;
        var value = 0L;
        var decimals = -1;
        if (text.Length > DigitsMax || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[^1]))
            return false;
        foreach (var character in text)
        {
            if (character == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit(character) || decimals == 3)
                return false;
            value = (value * 10) + (character - '0');
            if (decimals >= 0)
                decimals++;
        }

        for (var i = Math.Max(decimals, 0); i < 3; i++)
            value *= 10;
        thousandths = value;
        return value is > 0 and <= BasketLine.QuantityThousandthsMax;
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
