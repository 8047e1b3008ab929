namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Takes in a batch that was found whole and in sequence.</summary>
internal delegate void BatchVisitor(in BatchHeader header, ReadOnlySpan<byte> batch);

/// <summary>Where the whole and consecutive batches of a segment end.</summary>
/// <param name="Offset">Where the next batch would begin.</param>
/// <param name="Sequence">The sequence of the last batch.</param>
/// <param name="Checksum">The checksum of the last batch.</param>
internal readonly record struct SegmentReplay(int Offset, long Sequence, ulong Checksum)
{
    /// <summary>Visits a segment's batches from its start up to the first place where none is whole.</summary>
    /// <exception cref="JournalCorruptException">
    /// A whole batch does not follow the one before: no crash leaves that.
    /// </exception>
    public static SegmentReplay Run(SegmentScanner scanner, BatchVisitor visit)
    {
        var segment = scanner.Segment;
        var end = new SegmentReplay(SegmentHeader.DataStart, segment.PreviousSequence, segment.PreviousChecksum);
        while (end.TryNext(scanner, out var header, out var batch, out var next))
        {
            visit(header, batch);
            end = next;
        }

        return end;
    }

    /// <summary>Reads the batch that stands here and says where the next would; false where none is whole.</summary>
    public bool TryNext(
        SegmentScanner scanner, out BatchHeader header, out ReadOnlySpan<byte> batch, out SegmentReplay next)
    {
        next = this;
        header = default;
        batch = default;
        if (Offset >= scanner.Segment.SealAt
            || !scanner.TryRead(Offset, out header, out batch)
            || header.Kind != BatchKind.Records)
            return false;
        if (header.Sequence != Sequence + 1 || header.PreviousChecksum != Checksum)
        {
            throw new JournalCorruptException(
                $"The batch in {header.Position} has sequence {header.Sequence} and does not follow batch {Sequence} "
                + "before it.");
        }

        next = new SegmentReplay(Offset + header.ByteLength, header.Sequence, BatchHeader.ChecksumOf(batch));
        return true;
    }
}
