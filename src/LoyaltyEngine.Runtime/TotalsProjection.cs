using System.Collections.Frozen;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime;

/// <summary>
/// Follows the feed and keeps the books of each program (law 3). Reads only what is durable, and only when asked: the
/// accrual path pays nothing for it. Thread-safe.
/// </summary>
public sealed class TotalsProjection(IJournal journal)
{
    private const int PageRecords = 4_096;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private ProgramBooks _books = ProgramBooks.Empty;

    /// <summary>The books as of a position no earlier than the feed's end when this was called.</summary>
    /// <exception cref="LedgerUnbalancedException">The books of a program do not balance.</exception>
    public async ValueTask<ProgramBooks> CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var totals = _books.Totals.ToDictionary();
            var position = _books.Position;
            while (true)
            {
                var page = await journal.ReadFeedAsync(position, PageRecords);
                foreach (var record in page.Records)
                    Add(totals, record);
                position = page.Next;
                if (page.AtEnd)
                    break;
                cancellation.ThrowIfCancellationRequested();
            }

            return _books = new ProgramBooks(position, totals.ToFrozenDictionary());
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void Add(Dictionary<(string Tenant, string ProgramId), ProgramTotals> totals, StoredRecord record)
    {
        if (!record.Stream.IsMember)
            return;
        var parts = record.Stream.Parts;
        var program = (parts[0], parts[1]);
        var next = totals.GetValueOrDefault(program).With(EntryCodec.Read(record));
        if (!next.Balances)
            throw new LedgerUnbalancedException(TenantId.Qualify(parts[0], parts[1]), record);
        totals[program] = next;
    }
}
