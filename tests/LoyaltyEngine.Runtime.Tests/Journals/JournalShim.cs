using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal in front of another, for tests that change one thing about it.</summary>
internal abstract class JournalShim(IJournal inner) : IJournal
{
    public virtual string Kind => inner.Kind;

    public virtual JournalPromise Promise => inner.Promise;

    public virtual Task<JournalFailedException> Failed => inner.Failed;

    public virtual long LastRecordTime => inner.LastRecordTime;

    public virtual FeedPosition NewestDurable => inner.NewestDurable;

    public virtual Append RentAppend() => inner.RentAppend();

    public virtual ValueTask<AppendOutcome> AppendAsync(Append append) => inner.AppendAsync(append);

    public virtual ValueTask<AppendOutcome> ConfirmAsync(StreamId stream, long revision) =>
        inner.ConfirmAsync(stream, revision);

    public virtual ValueTask<LoadedStream> LoadAsync(StreamId stream) => inner.LoadAsync(stream);

    public virtual ValueTask<StoredRecord?> ReadAsync(StreamId stream, long revision) =>
        inner.ReadAsync(stream, revision);

    public virtual ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax) =>
        inner.ReadBackwardAsync(stream, from, recordCountMax);

    public virtual ValueTask<RequestMatches> FindRequestAsync(StreamId stream, ulong requestKey) =>
        inner.FindRequestAsync(stream, requestKey);

    public virtual ValueTask<FeedPage> ReadFeedAsync(FeedPosition after, int recordCountMax) =>
        inner.ReadFeedAsync(after, recordCountMax);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
