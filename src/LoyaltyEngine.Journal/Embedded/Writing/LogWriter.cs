using System.Diagnostics;
using System.Security.Cryptography;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Writes the log: takes one batch after another from the tail, writes it with one write, flushes it, and has its
/// callers completed. What arrives meanwhile is the next batch. One thread runs it.
/// </summary>
/// <remarks>
/// Any failure of a write or a flush ends it: what the disk holds is unknown then, and a flush that is tried again may
/// succeed without having written anything. Opening the log again decides.
/// </remarks>
internal sealed class LogWriter(
    ILogStorage storage,
    SegmentFiles files,
    ILogFile file,
    SpareSegment spare,
    LogTail tail,
    TailStart start,
    int segmentBytes)
{
    private readonly byte[] _sector = new byte[Sector.Size];
    private readonly JournalMeter _meter = new();

    private SegmentHeader _segment = start.Segment;
    private ILogFile _file = file;
    private LogPosition _end = start.Position;
    private long _sequence = start.Sequence;
    private ulong _checksum = start.Checksum;
    private long _newestRecordTime = start.NewestRecordTime;
    private bool _marked = true;

    /// <summary>Counters for metrics.</summary>
    public JournalMeter Meter => _meter;

    /// <summary>Told the number of a segment once it is sealed and all before it are.</summary>
    public Action<int>? OnSealed { get; set; }

    /// <summary>Told after each batch.</summary>
    public Action? OnWritten { get; set; }

    /// <summary>Writes until the tail is closed and empty, or failed.</summary>
    public void Run()
    {
        do
        {
            while (RunOnce())
            {
            }
        }
        while (tail.WaitForWork());
    }

    /// <summary>Writes the next batch; where there is none, marks the end once and returns false.</summary>
    public bool RunOnce()
    {
        try
        {
            if (tail.HasFailed)
                return false;
            if (tail.Take() is { } batch)
            {
                Write(batch);
                return true;
            }

            Mark();
            return false;
        }
        catch (Exception cause)
        {
            tail.Fail(new JournalFailedException(
                $"Writing the journal in {storage.Place} failed at {_end}: {cause.Message} "
                + "Nothing more is served; opening it again decides what became of the last calls.",
                cause));
            return false;
        }
    }

    /// <summary>Makes the mark durable too; called when nothing runs any more.</summary>
    public void FlushMark() => _file.Flush();

    private void Write(Batch batch)
    {
        if (batch.Start.Segment != _segment.Number)
            Roll(batch.Start.Segment);

        _newestRecordTime = batch.NewestRecordTime;
        var bytes = batch.Padded();
        var header = new BatchHeader(
            BatchKind.Records,
            bytes.Length,
            _segment.Generation,
            _sequence + 1,
            batch.Start,
            FlushedThrough: _end,
            _newestRecordTime,
            batch.RecordCount,
            _checksum);
        var checksum = header.Write(bytes, _segment.Journal.Seed);

        var begun = Stopwatch.GetTimestamp();
        _file.Write(batch.Start.Offset, bytes);
        _file.Flush();
        _meter.Add(batch.AppendCount, batch.RecordCount, bytes.Length, Stopwatch.GetElapsedTime(begun));

        _sequence++;
        _checksum = checksum;
        _end = batch.End;
        _marked = false;
        tail.Publish(batch);
        OnWritten?.Invoke();
    }

    // The next segment is durable before the seal says that it exists, and the seal before anything is written to it:
    // a sealed segment without a successor is one that was taken away.
    private void Roll(int number)
    {
        var next = new SegmentHeader(
            number,
            _segment.Journal,
            BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            _sequence,
            _checksum,
            segmentBytes);
        next.Write(_sector);
        var created = spare.TakeAs(SegmentName.Of(number), _sector);
        storage.FlushDirectory();

        WriteSpecial(BatchKind.Seal, _segment.SealAt);
        _file.Flush();

        files.Add(number, created);
        _file = created;
        var full = _segment.Number;
        _segment = next;
        _end = LogPosition.At(number, SegmentHeader.DataStart);
        OnSealed?.Invoke(full);
    }

    private void Mark()
    {
        if (_marked || _end.Offset >= _segment.SealAt)
            return;
        WriteSpecial(BatchKind.Mark, _end.Offset);
        _marked = true;
    }

    private void WriteSpecial(BatchKind kind, int offset)
    {
        Array.Clear(_sector);
        var header = new BatchHeader(
            kind,
            Sector.Size,
            _segment.Generation,
            _sequence,
            LogPosition.At(_segment.Number, offset),
            FlushedThrough: _end,
            _newestRecordTime,
            RecordCount: 0,
            _checksum);
        header.Write(_sector, _segment.Journal.Seed);
        _file.Write(offset, _sector);
    }
}
