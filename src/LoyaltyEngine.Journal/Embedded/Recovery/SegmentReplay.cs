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
        while (end.Offset < segment.SealAt
            && scanner.TryRead(end.Offset, out var header, out var batch)
            && header.Kind == BatchKind.Records)
        {
            if (header.Sequence != end.Sequence + 1 || header.PreviousChecksum != end.Checksum)
            {
                throw new JournalCorruptException(
                    $"The batch in {header.Position} has sequence {header.Sequence} and does not follow batch "
                    + $"{end.Sequence} before it.");
            }

            visit(header, batch);
            end = new SegmentReplay(end.Offset + header.ByteLength, header.Sequence, BatchHeader.ChecksumOf(batch));
        }

        return end;
    }
}
