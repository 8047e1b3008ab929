using static System.Buffers.Binary.BinaryPrimitives;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Reads several index files as one sequence, by key and then position, a block of each at a time.</summary>
internal static class RequestMerge
{
    /// <summary>Whether all blocks of a file can be read.</summary>
    public static bool IsWhole(RequestFile file)
    {
        var block = new byte[RequestFile.BlockSize];
        return Enumerable.Range(0, file.BlockCount).All(index => file.TryReadBlock(index, block, out _));
    }

    public static IEnumerable<(ulong Key, long Position)> Of(IReadOnlyList<RequestFile> files)
    {
        var queue = new PriorityQueue<IEnumerator<(ulong Key, long Position)>, (ulong Key, long Position)>();
        foreach (var file in files)
        {
            var entries = EntriesOf(file).GetEnumerator();
            if (entries.MoveNext())
                queue.Enqueue(entries, entries.Current);
        }

        while (queue.TryDequeue(out var entries, out var entry))
        {
            yield return entry;
            if (entries.MoveNext())
                queue.Enqueue(entries, entries.Current);
            else
                entries.Dispose();
        }
    }

    private static IEnumerable<(ulong Key, long Position)> EntriesOf(RequestFile file)
    {
        var block = new byte[RequestFile.BlockSize];
        for (var index = 0; index < file.BlockCount; index++)
        {
            if (!file.TryReadBlock(index, block, out var count))
                throw new JournalCorruptException($"The request index {file.Header.Name} is damaged in block {index}.");
            for (var i = 0; i < count; i++)
            {
                yield return (
                    ReadUInt64LittleEndian(block.AsSpan(i * RequestFile.EntrySize)),
                    ReadInt64LittleEndian(block.AsSpan((i * RequestFile.EntrySize) + 8)));
            }
        }
    }
}
