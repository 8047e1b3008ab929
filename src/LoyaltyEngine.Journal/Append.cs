using System.Buffers;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal;

/// <summary>
/// One atomic change of a journal: records for one or several streams of one partition, each at the revision it names.
/// Filled by one thread, then handed to <see cref="IJournal.AppendAsync"/>, which owns it from then on: do not touch it
/// again (it is recycled).
/// </summary>
/// <remarks>
/// Bodies are copied into one buffer of the append's own. Several records of one stream stand at consecutive revisions.
/// </remarks>
public sealed class Append : IDisposable
{
    /// <summary>The most bytes one record's body may have.</summary>
    public const int BodyBytesMax = 1024 * 1024;

    /// <summary>The most records in one append.</summary>
    public const int RecordCountMax = 64;

    private readonly ArrayBufferWriter<byte> _bodies = new(1024);
    private readonly List<AppendRecord> _records = new(2);

    /// <summary>When it was decided, in nanoseconds since 1970-01-01T00:00:00Z; stored beside the records.</summary>
    public long RecordTime { get; set; }

    /// <summary>The records, in the order in which they are to be written.</summary>
    public IReadOnlyList<AppendRecord> Records => _records;

    internal ReadOnlySpan<AppendRecord> RecordSpan => CollectionsMarshal.AsSpan(_records);

    /// <summary>Adds a record to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="revision">The revision the record is to have; the stream must be at the one before.</param>
    /// <param name="hash">The chain's hash with this record.</param>
    /// <param name="requestKey">The key of the request that made it, or <see cref="RequestKey.None"/>.</param>
    /// <param name="body">The record's bytes.</param>
    public void Add(StreamId stream, long revision, in ChainHash hash, ulong requestKey, ReadOnlySpan<byte> body) =>
        Add(RecordKind.Entry, stream, revision, hash, requestKey, body);

    /// <summary>
    /// Adds a snapshot of what a stream's records up to a revision fold to, so that a later load need not read them.
    /// It is no part of the chain and changes no revision. Must come after the record of that revision.
    /// </summary>
    public void AddSnapshot(StreamId stream, long revision, in ChainHash hash, ReadOnlySpan<byte> state) =>
        Add(RecordKind.Snapshot, stream, revision, hash, RequestKey.None, state);

    /// <summary>The bytes of a record of this append.</summary>
    public ReadOnlySpan<byte> BodyOf(in AppendRecord record) =>
        _bodies.WrittenSpan.Slice(record.BodyOffset, record.BodyLength);

    /// <summary>Empties the append for its next use. Called by the journal that owns it.</summary>
    public void Dispose()
    {
        RecordTime = 0;
        _records.Clear();
        _bodies.ResetWrittenCount();
    }

    private void Add(
        RecordKind kind, StreamId stream, long revision, in ChainHash hash, ulong requestKey, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, BodyBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_records.Count, RecordCountMax);
        var offset = _bodies.WrittenCount;
        body.CopyTo(_bodies.GetSpan(body.Length));
        _bodies.Advance(body.Length);
        _records.Add(new AppendRecord(kind, stream, revision, hash, requestKey, offset, body.Length));
    }
}
