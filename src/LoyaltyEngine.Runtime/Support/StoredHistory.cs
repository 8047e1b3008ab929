using System.Runtime.CompilerServices;
using LoyaltyEngine.Journal;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>
/// Reads a stream from its first record to one of its last, though a journal reads backwards: it walks the pages to the
/// beginning first, keeping only where each begins. So it needs the memory of two pages, however long the stream.
/// </summary>
internal static class StoredHistory
{
    private const int PageRecords = 500;

    /// <summary>The records up to a revision, oldest first.</summary>
    public static async IAsyncEnumerable<StoredRecord> ReadAsync(
        IJournal journal,
        StreamId stream,
        long throughRevision,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The newest page has no cursor of its own, and would be another one when it is read again.
        var newest = await journal.ReadBackwardAsync(stream, null, PageRecords);
        var olderPages = new Stack<ReadCursor>();
        for (var next = newest.Next; next is { } cursor;)
        {
            cancellation.ThrowIfCancellationRequested();
            olderPages.Push(cursor);
            next = (await journal.ReadBackwardAsync(stream, cursor, PageRecords)).Next;
        }

        foreach (var cursor in olderPages)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await journal.ReadBackwardAsync(stream, cursor, PageRecords);
            foreach (var record in page.Records.Reverse().Where(record => record.Revision <= throughRevision))
                yield return record;
        }

        foreach (var record in newest.Records.Reverse().Where(record => record.Revision <= throughRevision))
            yield return record;
    }
}
