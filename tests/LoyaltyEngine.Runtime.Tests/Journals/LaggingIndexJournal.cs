using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal that tells of requests only up to a revision: its index is behind.</summary>
internal sealed class LaggingIndexJournal(IJournal inner) : JournalShim(inner)
{
    public long IndexedThrough { get; set; } = long.MaxValue;

    public override async ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey)
    {
        var matches = await base.FindRequestAsync(stream, requestKey);
        return new RequestMatches(
            Math.Min(matches.CompleteThrough, IndexedThrough),
            [.. matches.Revisions.Where(revision => revision <= IndexedThrough)]);
    }
}
