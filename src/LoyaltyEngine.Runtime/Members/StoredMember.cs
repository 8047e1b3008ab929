using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>Folds a member from its stream.</summary>
internal static class StoredMember
{
    private const int PageRecords = 500;

    /// <summary>The member at the stream's revision.</summary>
    /// <exception cref="CorruptMemberException">The entries contradict each other.</exception>
    /// <exception cref="JournalCorruptException">An entry cannot be read.</exception>
    public static async Task<Member> FoldAsync(IJournal journal, StreamId stream, LoadedStream loaded)
    {
        var member = loaded.Snapshot.IsEmpty ? new Member() : MemberSnapshot.Read(loaded.Snapshot.Span);
        var records = loaded.Tail;
        if (member is null)
        {
            // The snapshot is of another version of the fold: the entries are the truth.
            member = new Member();
            records = await ReadAllAsync(journal, stream, loaded.Revision);
        }

        foreach (var record in records)
            MemberFold.Evolve(member, EntryCodec.Read(record));
        if (member.Revision != loaded.Revision)
            throw new CorruptMemberException($"its entries end at {member.Revision}, its stream at {loaded.Revision}");
        return member;
    }

    private static async Task<IReadOnlyList<StoredRecord>> ReadAllAsync(
        IJournal journal, StreamId stream, long throughRevision)
    {
        var records = new List<StoredRecord>();
        ReadCursor? next = null;
        do
        {
            var page = await journal.ReadBackwardAsync(stream, next, PageRecords);
            records.AddRange(page.Records.Where(record => record.Revision <= throughRevision));
            next = page.Next;
        }
        while (next is not null);
        records.Reverse();
        return records;
    }
}
