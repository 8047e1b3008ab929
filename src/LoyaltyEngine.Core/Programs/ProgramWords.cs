using System.Buffers;
using System.Globalization;
using NodaTime;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The alphabets of a program's words, and how faults show what they found.</summary>
internal static class ProgramWords
{
    public const string IdAlphabet = "a-z 0-9 -";
    public const string StoreAlphabet = "A-Z a-z 0-9 . _ - : /";

    public const string NameAlphabet = "a-z 0-9 _";

    private const int ShownLengthMax = 60;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> StoreCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/");

    public static bool IsId(string? word, int lengthMax) =>
        word is { Length: > 0 } && word.Length <= lengthMax && !word.AsSpan().ContainsAnyExcept(IdCharacters);

    public static bool IsName(string? word) => word is { Length: > 0 and <= ProgramLimits.NameLengthMax }
        && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    public static bool IsStore(string? word) =>
        word is { Length: > 0 and <= ProgramLimits.WordLengthMax } && !word.AsSpan().ContainsAnyExcept(StoreCharacters);

    /// <summary>Whether a basket's line could have it as SKU or category.</summary>
    public static bool IsLineWord(string? word) =>
        word is { Length: > 0 and <= ProgramLimits.WordLengthMax } && IsPrintable(word);

    public static bool IsPrintable(string word) => !word.Any(char.IsControl);

    /// <summary>What was found, quoted, cut where long, and without line breaks or other control characters.</summary>
    public static string Show(string? found)
    {
        if (string.IsNullOrEmpty(found))
            return "found nothing";
        var shown = found.Length <= ShownLengthMax
            ? found
            : string.Create(CultureInfo.InvariantCulture, $"{found[..ShownLengthMax]}... ({found.Length} characters)");
        return $"found \"{string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c))}\"";
    }

    public static string Show(long found) => string.Create(CultureInfo.InvariantCulture, $"found {found}");

    /// <summary>A day as program files write it.</summary>
    public static string Iso(LocalDate date) => date.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);

    /// <summary>An amount as the program file writes it: 1.00 for 100 minor units of two decimals.</summary>
    public static string Decimal(long scaled, int decimals)
    {
        var digits = Int128.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = scaled < 0 ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }
}
