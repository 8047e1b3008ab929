namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The index files of a journal: one a sealed segment at first, merged by eights into files of 8, 64, 512 … segments,
/// so that a look-up asks a number of filters that grows with the logarithm of the log. Look-ups are thread-safe; one
/// thread at a time writes and merges.
/// </summary>
/// <remarks>Memory: <see cref="RequestFilter.BitsPerKey"/> bits and 8/255 bytes for each request ever made.</remarks>
internal sealed class RequestFiles : IDisposable
{
    /// <summary>How many files become one.</summary>
    public const int FanOut = 8;

    private readonly ILogStorage _storage;
    private readonly JournalIdentity _journal;
    private volatile RequestFile[] _files;
    private volatile RequestFile? _damaged;
    private volatile bool _disposed;

    private RequestFiles(ILogStorage storage, JournalIdentity journal, RequestFile[] files) =>
        (_storage, _journal, _files) = (storage, journal, files);

    /// <summary>The last segment indexed; all from 1 to it are.</summary>
    public int CoveredThrough => _files.Length == 0 ? 0 : _files[^1].Header.LastSegment;

    /// <summary>How many files there are.</summary>
    public int Count => _files.Length;

    public static bool IsName(string name) => RequestFileHeader.IsName(name);

    /// <summary>Opens the files that are whole and cover the segments from 1 on; others are deleted.</summary>
    public static RequestFiles Open(
        ILogStorage storage, JournalIdentity journal, int segmentCount, List<string> notices)
    {
        var found = new List<RequestFile>();
        foreach (var name in storage.List().Where(IsName))
        {
            var file = RequestFile.TryOpen(storage, name);
            if (file is not null && file.Header.Journal == journal && file.Header.Name == name)
            {
                found.Add(file);
                continue;
            }

            file?.Dispose();
            storage.Delete(name);
            notices.Add($"The request index {name} is damaged or not this journal's; it is made again from the log.");
        }

        if (found.Find(file => file.Header.LastSegment >= segmentCount) is { } ahead)
        {
            throw new JournalCorruptException(
                $"Segment {SegmentName.Of(ahead.Header.LastSegment + 1)} in {storage.Place} is missing: "
                + $"{ahead.Header.Name} was written after it was begun.");
        }

        return new RequestFiles(storage, journal, Covering(storage, found));
    }

    /// <summary>
    /// Adds the positions of a key's records to a list. Where a file turns out to be damaged, the log is read instead,
    /// which takes long, and the file is noted to be made again.
    /// </summary>
    public void Find(ulong key, SegmentIndexer log, ref List<LogPosition>? found)
    {
        while (true)
        {
            try
            {
                foreach (var file in _files)
                {
                    if (file.TryFind(key, ref found))
                        continue;
                    _damaged = file;
                    found ??= [];
                    found.AddRange(log.Index(file.Header.FirstSegment, file.Header.LastSegment)
                        .Where(entry => entry.Key == key)
                        .Select(entry => new LogPosition(entry.Position)));
                }

                return;
            }
            catch (ObjectDisposedException) when (!_disposed)
            {
                // Merged away while it was asked: the files of now are asked again, positions found twice do no harm.
            }
        }
    }

    /// <summary>Makes a file again that was found damaged; false where there is none.</summary>
    public bool RepairOnce(SegmentIndexer log)
    {
        if (_damaged is not { } damaged)
            return false;
        var entries = log.Index(damaged.Header.FirstSegment, damaged.Header.LastSegment);
        var header = damaged.Header with { EntryCount = entries.Count };
        RequestFileWriter.Write(_storage, header, entries);
        var repaired = OpenWritten(header);
        _files = [.. _files.Select(file => file == damaged ? repaired : file)];
        _damaged = null;
        damaged.Dispose();
        return true;
    }

    /// <summary>Whether finding a key would read a file.</summary>
    public bool MayHold(ulong key)
    {
        foreach (var file in _files)
        {
            if (file.MayHold(key))
                return true;
        }

        return false;
    }

    /// <summary>Writes the index of the segment after the last one covered.</summary>
    public void Write(RequestTable table)
    {
        // A segment without a single request has no table; the next file covers it too.
        var (keys, positions) = table.Sorted();
        var header = new RequestFileHeader(_journal, CoveredThrough + 1, table.Segment, keys.Length);
        RequestFileWriter.Write(_storage, header, keys.Zip(positions));
        _files = [.. _files, OpenWritten(header)];
    }

    /// <summary>
    /// Merges the newest files where enough of one size stand together; false where there is nothing to do.
    /// </summary>
    public bool MergeOnce()
    {
        var files = _files;
        var from = files.Length;
        while (from > 0 && TierOf(files[from - 1]) == TierOf(files[^1]))
            from--;
        if (files.Length - from < FanOut)
            return false;

        var merged = files[from..];
        var header = new RequestFileHeader(
            _journal,
            merged[0].Header.FirstSegment,
            merged[^1].Header.LastSegment,
            merged.Sum(file => file.Header.EntryCount));
        if (merged.FirstOrDefault(file => !RequestMerge.IsWhole(file)) is { } damaged)
        {
            _damaged = damaged;
            return true;
        }

        RequestFileWriter.Write(_storage, header, RequestMerge.Of(merged));
        _files = [.. files[..from], OpenWritten(header)];
        foreach (var file in merged)
        {
            _storage.Delete(file.Header.Name);
            file.Dispose();
        }

        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var file in _files)
            file.Dispose();
    }

    private static int TierOf(RequestFile file) =>
        System.Numerics.BitOperations.Log2((uint)file.Header.SegmentCount) / 3;

    // After a crash between a merge and the deletion of what it merged, both are there: the longest from each place
    // wins.
    private static RequestFile[] Covering(ILogStorage storage, List<RequestFile> found)
    {
        var kept = new List<RequestFile>();
        foreach (var file in found.OrderBy(f => f.Header.FirstSegment).ThenByDescending(f => f.Header.LastSegment))
        {
            var covered = kept.Count == 0 ? 0 : kept[^1].Header.LastSegment;
            if (file.Header.FirstSegment == covered + 1)
            {
                kept.Add(file);
                continue;
            }

            file.Dispose();
            storage.Delete(file.Header.Name);
        }

        return [.. kept];
    }

    private RequestFile OpenWritten(RequestFileHeader header) =>
        RequestFile.TryOpen(_storage, header.Name)
        ?? throw new JournalCorruptException($"The request index {header.Name} was damaged as it was written.");
}
