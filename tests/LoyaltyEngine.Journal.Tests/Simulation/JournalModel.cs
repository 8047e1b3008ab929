using System.Text;

namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>A record as the model knows it.</summary>
internal sealed record ModelRecord(StreamId Stream, long Revision, ChainHash Hash, string Body, string? Request);

/// <summary>An append as the model knows it: all of its entries are there, or none is.</summary>
internal sealed class ModelAppend
{
    public List<ModelRecord> Records { get; } = [];

    public bool IsAcknowledged { get; set; }
}

/// <summary>
/// What a journal must hold, kept by someone who sees only calls and answers: the appends in the order of their calls,
/// and which were acknowledged. Shares no code with the journals.
/// </summary>
internal sealed class JournalModel
{
    private readonly Dictionary<StreamId, long> _observed = [];

    /// <summary>The appends that may be there, in order.</summary>
    public List<ModelAppend> Appends { get; } = [];

    /// <summary>The feed positions of the entries that were read back once.</summary>
    public List<FeedPosition> Places { get; } = [];

    public long RevisionOf(StreamId stream) => LastOf(stream)?.Revision ?? 0;

    public ChainHash HashOf(StreamId stream) => LastOf(stream)?.Hash ?? ChainHash.Genesis(stream);

    /// <summary>Somebody was told that a stream has a revision: it must never be gone.</summary>
    public void Observe(StreamId stream, long revision) =>
        _observed[stream] = Math.Max(_observed.GetValueOrDefault(stream), revision);

    /// <summary>
    /// Compares a journal that was just opened with what must and what may be in it, and goes on from what is there.
    /// </summary>
    public async Task AuditAsync(IJournal journal)
    {
        var (records, places) = await ReadFeedAsync(journal);
        var count = 0;
        var present = 0;
        foreach (var append in Appends)
        {
            if (present + append.Records.Count > records.Count)
                break;
            present += append.Records.Count;
            count++;
        }

        present.ShouldBe(records.Count, "appends are there wholly or not at all");
        var acknowledged = Appends.FindLastIndex(append => append.IsAcknowledged) + 1;
        count.ShouldBeGreaterThanOrEqualTo(acknowledged, "what was acknowledged is there");
        Appends.RemoveRange(count, Appends.Count - count);
        var expected = Appends.SelectMany(append => append.Records).ToList();
        for (var i = 0; i < expected.Count; i++)
        {
            records[i].Stream.ShouldBe(expected[i].Stream);
            records[i].Revision.ShouldBe(expected[i].Revision);
            records[i].Hash.ShouldBe(expected[i].Hash);
            Encoding.ASCII.GetString(records[i].Body.Span).ShouldBe(expected[i].Body);
            if (i < Places.Count)
                places[i].ShouldBe(Places[i], "an entry keeps its place in the feed");
        }

        Places.Clear();
        Places.AddRange(places);
        foreach (var append in Appends)
            append.IsAcknowledged = true;
        foreach (var (stream, revision) in _observed)
            RevisionOf(stream).ShouldBeGreaterThanOrEqualTo(revision, $"{stream} was seen at {revision}");
        foreach (var stream in expected.Select(record => record.Stream).Distinct())
            await AuditStreamAsync(journal, stream, [.. expected.Where(record => record.Stream == stream)]);
    }

    private ModelRecord? LastOf(StreamId stream)
    {
        for (var i = Appends.Count - 1; i >= 0; i--)
        {
            if (Appends[i].Records.FindLast(record => record.Stream == stream) is { } last)
                return last;
        }

        return null;
    }

    private static async Task AuditStreamAsync(IJournal journal, StreamId stream, List<ModelRecord> expected)
    {
        var loaded = await journal.LoadAsync(stream);
        loaded.Revision.ShouldBe(expected.Count);
        loaded.Hash.ShouldBe(expected[^1].Hash);
        if (loaded.SnapshotRevision > 0)
            Encoding.ASCII.GetString(loaded.Snapshot.Span).ShouldBe($"state of {stream} at {loaded.SnapshotRevision}");
        loaded.Tail.Select(record => record.Hash)
            .ShouldBe(expected.Skip((int)loaded.SnapshotRevision).Select(record => record.Hash));
        foreach (var record in expected.Where(record => record.Request is not null))
        {
            var matches = await journal.FindRequestAsync(stream, RequestKey.Of(record.Request!));
            matches.Revisions.ShouldBe([record.Revision], $"request {record.Request} of {stream}");
        }

        var first = (await journal.ReadAsync(stream, 1)).ShouldNotBeNull();
        first.Hash.ShouldBe(expected[0].Hash);
    }

    private static async Task<(List<StoredRecord> Records, List<FeedPosition> Places)> ReadFeedAsync(IJournal journal)
    {
        var (records, places) = (new List<StoredRecord>(), new List<FeedPosition>());
        var position = FeedPosition.Start;
        while (true)
        {
            var page = await journal.ReadFeedAsync(position, 1);
            records.AddRange(page.Records);
            places.AddRange(page.Records.Select(_ => page.Next));
            position = page.Next;
            if (page.AtEnd)
                return (records, places);
        }
    }
}
