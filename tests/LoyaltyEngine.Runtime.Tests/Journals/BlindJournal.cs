using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal in which, the first few times that somebody looks, every identifier is free.</summary>
internal sealed class BlindJournal(IJournal inner) : JournalShim(inner)
{
    public int LooksInVain { get; set; }

    public override ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        if (LooksInVain == 0 || !stream.Text.StartsWith("i:", StringComparison.Ordinal))
            return base.LoadAsync(stream);
        LooksInVain--;
        return ValueTask.FromResult(new LoadedStream(0, ChainHash.Genesis(stream), 0, default, []));
    }
}
