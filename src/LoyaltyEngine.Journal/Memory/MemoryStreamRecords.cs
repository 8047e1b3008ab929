using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal;

/// <summary>One stream of an <see cref="InMemoryJournal"/>; used under its lock.</summary>
internal sealed class MemoryStreamRecords
{
    /// <summary>The entries; the one of revision n stands at n - 1.</summary>
    public List<StoredRecord> Entries { get; } = [];

    /// <summary>The revisions that a request made, oldest first.</summary>
    public Dictionary<ulong, List<long>> ByRequest { get; } = [];

    public long Revision => Entries.Count;

    public long SnapshotRevision { get; set; }

    public ReadOnlyMemory<byte> Snapshot { get; set; }

    public void Add(StoredRecord record)
    {
        Entries.Add(record);
        if (record.RequestKey == RequestKey.None)
            return;
        ref var revisions = ref CollectionsMarshal.GetValueRefOrAddDefault(ByRequest, record.RequestKey, out _);
        (revisions ??= []).Add(record.Revision);
    }
}
