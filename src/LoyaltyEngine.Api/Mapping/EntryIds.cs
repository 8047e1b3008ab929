using System.Globalization;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Entry ids: opaque to callers, <c>e</c> and the revision to us.</summary>
internal static class EntryIds
{
    private const char Prefix = 'e';

    /// <summary>The id of the entry with this revision.</summary>
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{revision}");

    /// <summary>The revision that an id stands for, 0 for what is no entry id.</summary>
    public static long RevisionOf(string entryId) =>
        entryId.StartsWith(Prefix)
        && long.TryParse(entryId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;
}
