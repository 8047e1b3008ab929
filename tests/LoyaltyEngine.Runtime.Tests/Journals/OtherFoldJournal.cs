using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal whose snapshots are those of another version of the fold, and say something else.</summary>
internal sealed class OtherFoldJournal(IJournal inner) : JournalShim(inner)
{
    public int SnapshotsShown { get; private set; }

    public override async ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        var loaded = await base.LoadAsync(stream);
        if (loaded.Snapshot.IsEmpty)
            return loaded;
        SnapshotsShown++;
        var other = loaded.Snapshot.ToArray();
        Array.Fill(other, (byte)200);
        return loaded with { Snapshot = other };
    }
}
