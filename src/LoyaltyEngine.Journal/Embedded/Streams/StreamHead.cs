using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// What is kept in memory of one stream: 64 bytes, one cache line, without references, so that the collector never
/// looks at a million of them. Checkpoints store it as it is: little-endian, in this order.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct StreamHead
{
    public const int Size = 64;

    /// <summary>The hash of its text (see <see cref="StreamDirectory.HashOf"/>).</summary>
    public ulong TextHash;

    /// <summary>Where its text is: in memory the place in the directory's text store; in a checkpoint unused.</summary>
    public long TextPlace;

    /// <summary>The revision of its newest entry.</summary>
    public long Revision;

    /// <summary>The position of its newest entry.</summary>
    public LogPosition Last;

    /// <summary>
    /// The position of its newest entry whose revision is a multiple of <see cref="RecordFrame.ShortSkip"/>.
    /// </summary>
    public LogPosition ShortSkip;

    /// <summary>
    /// The position of its newest entry whose revision is a multiple of <see cref="RecordFrame.LongSkip"/>.
    /// </summary>
    public LogPosition LongSkip;

    /// <summary>The position of its newest snapshot.</summary>
    public LogPosition Snapshot;

    /// <summary>The revision of its newest snapshot, 0 where it has none.</summary>
    public long SnapshotRevision;

    /// <summary>Takes in that a record stands at a position; one that is taken in already changes nothing.</summary>
    public void TakeIn(RecordKind kind, long revision, LogPosition position)
    {
        if (kind == RecordKind.Snapshot)
        {
            if (revision <= SnapshotRevision)
                return;
            Snapshot = position;
            SnapshotRevision = revision;
        }
        else if (revision == Revision + 1)
        {
            Revision = revision;
            Last = position;
            if (revision % RecordFrame.ShortSkip == 0)
                ShortSkip = position;
            if (revision % RecordFrame.LongSkip == 0)
                LongSkip = position;
        }
    }
}
