namespace LoyaltyEngine.Journal;

/// <summary>A record as read from a journal, its integrity checked.</summary>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Revision">Its place in the stream, from 1.</param>
/// <param name="Hash">The chain's hash with it.</param>
/// <param name="RequestKey">The key of the request that made it.</param>
/// <param name="Body">Its bytes.</param>
public sealed record StoredRecord(
    StreamId Stream,
    long Revision,
    ChainHash Hash,
    ulong RequestKey,
    ReadOnlyMemory<byte> Body);
