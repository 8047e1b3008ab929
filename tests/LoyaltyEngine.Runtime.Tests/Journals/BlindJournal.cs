using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal in which, the first few times that somebody looks, every identifier is free.</summary>
internal sealed class BlindJournal(IJournal inner) : JournalShim(inner)
{
    public int LooksInVain { get; set; }

    public override ValueTask<RecordPage> ReadBackwardAsync(StreamId stream, ReadCursor? from, int recordCountMax)
    {
        if (LooksInVain == 0 || !stream.IsIdentifier)
            return base.ReadBackwardAsync(stream, from, recordCountMax);
        LooksInVain--;
        return ValueTask.FromResult(new RecordPage([], null));
    }
}
