namespace LoyaltyEngine.Journal;

/// <summary>
/// All it takes to have a stream in memory: its newest usable snapshot and the records that follow it, oldest first.
/// Everything in it is durable.
/// </summary>
/// <param name="Revision">The stream's revision: that of its last record, 0 where there is none.</param>
/// <param name="Hash">The chain's hash at that revision.</param>
/// <param name="SnapshotRevision">The revision of the snapshot, 0 where there is none.</param>
/// <param name="Snapshot">The snapshot's bytes, empty where there is none.</param>
/// <param name="Tail">The records after the snapshot.</param>
public sealed record LoadedStream(
    long Revision,
    ChainHash Hash,
    long SnapshotRevision,
    ReadOnlyMemory<byte> Snapshot,
    IReadOnlyList<StoredRecord> Tail);
