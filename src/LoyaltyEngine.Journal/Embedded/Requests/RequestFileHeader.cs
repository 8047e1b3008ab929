using System.Globalization;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What an index file covers; also in its name.</summary>
internal readonly record struct RequestFileHeader(
    JournalIdentity Journal, int FirstSegment, int LastSegment, long EntryCount)
{
    private const string Prefix = "requests-";
    private const string Suffix = ".index";

    public int SegmentCount => LastSegment - FirstSegment + 1;

    public string Name => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{FirstSegment:D8}-{LastSegment:D8}{Suffix}");

    public static bool IsName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);
}
