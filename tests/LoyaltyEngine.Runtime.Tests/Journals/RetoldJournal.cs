using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Tests.Journals;

/// <summary>A journal that tells other records when it reads backwards than those that it holds.</summary>
internal sealed class RetoldJournal(IJournal inner) : JournalShim(inner)
{
    /// <summary>What becomes of each record; null where it is left out.</summary>
    public Func<StoredRecord, StoredRecord?> Retell { get; set; } = record => record;

    public override async ValueTask<RecordPage> ReadBackwardAsync(
        StreamId stream, ReadCursor? from, int recordCountMax)
    {
        var page = await base.ReadBackwardAsync(stream, from, recordCountMax);
        return page with { Records = [.. page.Records.Select(Retell).OfType<StoredRecord>()] };
    }
}
