using System.Globalization;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using NodaTime;

namespace LoyaltyEngine.Runtime.Verification;

/// <summary>
/// Computes the roots of days from the entries of one partition in commit order: the Merkle tree hash over the chain
/// hashes of the entries whose record time lies on the UTC day. Not thread-safe.
/// </summary>
internal sealed class DayRoots
{
    private const int Partition = 0;
    private const long NanosecondsPerDay = NodaConstants.NanosecondsPerDay;

    private readonly SortedDictionary<long, MerkleTree> _days = [];

    /// <summary>Takes the next entry.</summary>
    /// <exception cref="JournalCorruptException">The record is no entry.</exception>
    public void Add(StoredRecord entry)
    {
        var time = RecordTimes.Of(entry);
        var day = (time / NanosecondsPerDay) - (time % NanosecondsPerDay < 0 ? 1 : 0);
        if (!_days.TryGetValue(day, out var tree))
            _days[day] = tree = new MerkleTree();
        var hash = entry.Hash;
        tree.Add(hash[..]);
    }

    /// <summary>The roots so far, by day.</summary>
    public IReadOnlyList<DayRoot> ToList() =>
    [
        .. _days.Select((day, i) => new DayRoot(
            NodaConstants.UnixEpoch.Plus(Duration.FromDays(day.Key)).InUtc().Date
                .ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            Partition,
            day.Value.LeafCount,
            Convert.ToHexStringLower(day.Value.Root()),
            MayGrow: i == _days.Count - 1)),
    ];
}
