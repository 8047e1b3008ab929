using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Request ids that a member in memory cannot tell apart: their fingerprints are equal.</summary>
internal static class CollidingIds
{
    /// <summary>Some pairs, always the same.</summary>
    public static IReadOnlyList<(string First, string Second)> Pairs { get; } = Find(6);

    private static List<(string First, string Second)> Find(int count)
    {
        var seen = new Dictionary<uint, string>();
        var pairs = new List<(string First, string Second)>();
        for (var i = 0; pairs.Count < count; i++)
        {
            var id = $"till-{i}";
            if (!seen.TryAdd(RecentRequests.Fingerprint(RequestKey.Of(id)), id))
                pairs.Add((seen[RecentRequests.Fingerprint(RequestKey.Of(id))], id));
        }

        return pairs;
    }
}
