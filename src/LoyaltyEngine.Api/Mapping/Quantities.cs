using System.Globalization;
using System.Text;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Quantities as the API has them: decimal text, exact, without culture, exponent or sign.</summary>
internal static class Quantities
{
    /// <summary>Stands for a text that is no quantity.</summary>
    public const long Unreadable = -1;

    private const decimal Thousandths = 1000m;
    private const int LengthMax = 11;
    private const long One = 1000;

    /// <summary>The quantity as text without needless zeros: 435 is "0.435", 2000 is "2".</summary>
    public static string ToText(long quantityThousandths) =>
        (quantityThousandths / Thousandths).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The quantity of a text in thousandths, or <see cref="Unreadable"/>; an empty text is one.</summary>
    public static long Parse(string text)
    {
        Span<byte> utf8 = stackalloc byte[LengthMax];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length) ? Parse(utf8[..length]) : Unreadable;
    }

    /// <summary>The quantity of a text in UTF-8.</summary>
    public static long Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return One;
        if (utf8.Length > LengthMax || !char.IsAsciiDigit((char)utf8[0]) || !char.IsAsciiDigit((char)utf8[^1]))
            return Unreadable;

        var value = 0L;
        var decimals = -1;
        foreach (var character in utf8)
        {
            if (character == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit((char)character) || decimals == 3)
                return Unreadable;
            value = (value * 10) + (character - '0');
            if (decimals >= 0)
                decimals++;
        }

        for (var i = Math.Max(decimals, 0); i < 3; i++)
            value *= 10;
        return value is > 0 and <= BasketLine.QuantityThousandthsMax ? value : Unreadable;
    }
}
