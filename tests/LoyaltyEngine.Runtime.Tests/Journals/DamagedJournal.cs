using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal in which the entries of one member say that he has points which nobody gave him.</summary>
internal sealed class DamagedJournal(IJournal inner, StreamId damaged) : JournalShim(inner)
{
    public override async ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        var loaded = await base.LoadAsync(stream);
        return stream != damaged || loaded.Tail.Count == 0 ? loaded : loaded with { Tail =
            [.. loaded.Tail.Select(Damage)] };
    }

    private static StoredRecord Damage(StoredRecord record)
    {
        var change = EntryCodec.Read(record);
        var more = change with { BalanceAfter = change.BalanceAfter with { Available =
            change.BalanceAfter.Available + 1 } };
        return record with { Body = EntryCodec.Write(more).ToArray() };
    }
}
