using System.Security.Cryptography;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Opens a log: finds its segments, reads what the checkpoint does not know, and decides about the end. A write that
/// power failed in is cut off and kept beside the log; anything else that is not whole is damage, and refused.
/// </summary>
internal sealed class LogRecovery(ILogStorage storage, EmbeddedJournalOptions options)
{
    private const int CopyBytes = 1 << 20;

    /// <summary>Reads the log and makes its end ready for appending.</summary>
    public (LogState State, TailStart Tail, RequestFiles Requests) Run()
    {
        var catalog = SegmentCatalog.Read(storage) ?? CreateFirst();
        var state = new LogState(catalog.Last.Journal);
        var checkpoint = CheckpointFile.TryLoad(storage, ref state);
        var requests = RequestFiles.Open(storage, state.Journal, catalog.Headers.Count, state.Notices);
        var tail = Replay(catalog, checkpoint, state, requests);
        foreach (var leftover in storage.List().Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)))
            storage.Delete(leftover);
        storage.FlushDirectory();
        return (state, tail, requests);
    }

    private TailStart Replay(SegmentCatalog catalog, CheckpointFile? checkpoint, LogState state, RequestFiles requests)
    {
        var first = Math.Min(checkpoint?.ReplayFrom.Segment ?? 1, requests.CoveredThrough + 1);
        var last = catalog.Last.Number;
        FlushBeforeLast(last);
        for (var number = Math.Min(first, catalog.SealIsMissing ? last - 1 : last); ; number++)
        {
            var segment = catalog.Headers[number - 1];
            var isIndexed = number <= requests.CoveredThrough;
            using var file = storage.Open(SegmentName.Of(number), writable: number >= last - 1);
            var scanner = new SegmentScanner(file, segment);
            var end = SegmentReplay.Run(
                scanner, (in header, batch) => state.TakeIn(header, batch, indexRequests: !isIndexed));
            if (number == last)
                return Settle(catalog, checkpoint, state, file, scanner, end);

            CheckEnd(catalog, segment, end, file);
            if (!isIndexed && state.Requests.OldestBefore(last) is { } table)
            {
                requests.Write(table);
                state.Requests.Remove(table);
            }
        }
    }

    // Its seal may have been written by a process that was killed before it flushed it.
    private void FlushBeforeLast(int last)
    {
        if (last == 1)
            return;
        using var file = storage.Open(SegmentName.Of(last - 1), writable: true);
        file.Flush();
    }

    private void CheckEnd(SegmentCatalog catalog, SegmentHeader segment, SegmentReplay end, ILogFile file)
    {
        var position = LogPosition.At(segment.Number, end.Offset);
        var next = catalog.Headers[segment.Number];
        if (next.PreviousSequence != end.Sequence || next.PreviousChecksum != end.Checksum)
            throw Damaged(position, $"{SegmentName.Of(next.Number)} follows it");
        if (!catalog.SealIsMissing || next != catalog.Last)
            return;

        // Power failed between the creation of the next segment and the seal, unless the next is in use already.
        using var nextFile = storage.Open(SegmentName.Of(next.Number), writable: false);
        if (new SegmentScanner(nextFile, next).EndOfContent(SegmentHeader.DataStart) > SegmentHeader.DataStart)
            throw Damaged(LogPosition.At(segment.Number, segment.SealAt), $"{SegmentName.Of(next.Number)} is in use");
        var seal = new byte[Sector.Size];
        new BatchHeader(
            BatchKind.Seal,
            Sector.Size,
            segment.Generation,
            end.Sequence,
            LogPosition.At(segment.Number, segment.SealAt),
            position,
            NewestRecordTime: 0,
            RecordCount: 0,
            end.Checksum).Write(seal, segment.Journal.Seed);
        file.Write(segment.SealAt, seal);
        file.Flush();
    }

    // The log's end: clean where only zeros follow, or the mark of this very end; an unfinished write where nothing
    // that follows proves a flush; otherwise damage.
    private TailStart Settle(
        SegmentCatalog catalog,
        CheckpointFile? checkpoint,
        LogState state,
        ILogFile file,
        SegmentScanner scanner,
        SegmentReplay end)
    {
        var segment = catalog.Last;
        var position = LogPosition.At(segment.Number, end.Offset);
        if (catalog.TryReadSeal(segment, out _))
        {
            throw new JournalCorruptException(
                $"Segment {SegmentName.Of(segment.Number + 1)} in {storage.Place} is missing: "
                + $"{SegmentName.Of(segment.Number)} is sealed, so there was one.");
        }

        if (checkpoint is not null && checkpoint.DurableThrough > position)
            throw Damaged(position, $"the checkpoint says that it was flushed through {checkpoint.DurableThrough}");
        if (scanner.ProvesFlushPast(position, end.Offset))
            throw Damaged(position, "something whole was written after its flush");

        var isMarked = scanner.TryRead(end.Offset, out var mark, out _) && mark.Kind == BatchKind.Mark;
        var contentEnd = scanner.EndOfContent(isMarked ? end.Offset + Sector.Size : end.Offset);
        if (contentEnd > end.Offset + (isMarked ? Sector.Size : 0))
            Cut(state, file, position, contentEnd - end.Offset);
        if (file.Length < segment.ByteLength)
        {
            state.Notices.Add($"{SegmentName.Of(segment.Number)} was shorter than it was made and is filled up again.");
            Zero(file, (int)Math.Max(file.Length, end.Offset), segment.ByteLength);
        }

        // What a process that was killed had written may not be on the disk yet, though it reads as if it were.
        file.Flush();
        return new TailStart(position, segment, end.Sequence, end.Checksum, state.NewestRecordTime);
    }

    private void Cut(LogState state, ILogFile file, LogPosition from, int length)
    {
        var stem = $"cut-{SegmentName.Of(from.Segment)[..8]}-{from.Offset}";
        var names = storage.List();
        var name = Enumerable.Range(1, int.MaxValue).Select(i => $"{stem}-{i}").First(free => !names.Contains(free));
        using (var copy = storage.Create(name))
        {
            var buffer = new byte[CopyBytes];
            for (var done = 0; done < length;)
            {
                var part = buffer.AsSpan(0, Math.Min(buffer.Length, length - done));
                var count = file.Read(from.Offset + done, part);
                if (count == 0)
                    break;
                copy.Write(done, part[..count]);
                done += count;
            }

            copy.Flush();
        }

        storage.FlushDirectory();
        Zero(file, from.Offset, from.Offset + length);
        file.Flush();
        state.BytesCut += length;
        state.Notices.Add($"An unfinished write of {length} bytes in {from} was cut off and kept as {name}.");
    }

    private static void Zero(ILogFile file, int from, int to)
    {
        var zeros = new byte[Math.Min(CopyBytes, to - from)];
        for (var offset = from; offset < to; offset += zeros.Length)
            file.Write(offset, zeros.AsSpan(0, Math.Min(zeros.Length, to - offset)));
    }

    private JournalCorruptException Damaged(LogPosition position, string proof) =>
        new($"The journal in {storage.Place} is damaged in {position}: what stands there is not whole, yet {proof}. "
            + "It is not opened; restore it from a copy.");

    private SegmentCatalog CreateFirst()
    {
        if (storage.List().Any(name => name == CheckpointFile.Name || RequestFiles.IsName(name)))
        {
            throw new JournalCorruptException(
                $"Segment {SegmentName.Of(1)} in {storage.Place} is missing: other files there need it.");
        }

        var header = new SegmentHeader(
            1,
            JournalIdentity.New(),
            BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            PreviousSequence: 0,
            PreviousChecksum: 0,
            options.SegmentBytes);
        var sector = new byte[Sector.Size];
        header.Write(sector);
        using (var file = storage.Create("first.tmp"))
        {
            SpareSegment.Fill(file, options.SegmentBytes);
            file.Write(0, sector);
            file.Flush();
        }

        storage.Rename("first.tmp", SegmentName.Of(1));
        storage.FlushDirectory();
        return SegmentCatalog.Read(storage)!;
    }
}
