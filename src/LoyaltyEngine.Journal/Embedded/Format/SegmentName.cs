using System.Globalization;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>The names of a log's segment files: eight digits and <c>.log</c>, numbered from 1. Permanent.</summary>
internal static class SegmentName
{
    public const int NumberMax = 99_999_999;

    private const string Suffix = ".log";
    private const int DigitCount = 8;

    public static string Of(int number) => number.ToString("D8", CultureInfo.InvariantCulture) + Suffix;

    public static bool TryParse(string name, out int number)
    {
        number = 0;
        return name.Length == DigitCount + Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, DigitCount), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number > 0;
    }
}
