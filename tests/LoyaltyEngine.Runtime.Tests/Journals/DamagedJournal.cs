using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal in which the entries of one member say that he has points which nobody gave him.</summary>
internal sealed class DamagedJournal(IJournal inner, StreamId damaged) : JournalShim(inner)
{
    public override async ValueTask<LoadedStream> LoadAsync(StreamId stream)
    {
        var loaded = await base.LoadAsync(stream);
        return stream == damaged ? loaded with { Tail = [.. loaded.Tail.Select(Damage)] } : loaded;
    }

    private static StoredRecord Damage(StoredRecord record)
    {
        var change = EntryCodec.Read(record);
        var balance = change.BalanceAfter;
        var more = change with { BalanceAfter = balance with { Available = balance.Available + 1 } };
        return record with { Body = EntryCodec.Write(more).ToArray() };
    }
}
