using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A checkpoint in the making. Heads are copied a few at a time under the tail's lock while appends go on; each is some
/// moment's, no earlier than the draft's beginning. It becomes the checkpoint only once the log is flushed through all
/// that any copied head can know. One thread works on it.
/// </summary>
internal sealed class CheckpointDraft : IDisposable
{
    private const string DraftName = "checkpoint.tmp";
    private const int BlockBytes = 1 << 16;

    private readonly ILogStorage _storage;
    private readonly LogTail _tail;
    private readonly StreamDirectory _streams;
    private readonly JournalIdentity _journal;
    private readonly int _headsAtOnce;
    private readonly ILogFile _file;
    private readonly XxHash3 _hash = new();
    private readonly byte[] _block = new byte[BlockBytes];
    private readonly LogPosition _replayFrom;
    private int _used;
    private int _copied;
    private long _written;
    private LogPosition? _through;

    public CheckpointDraft(
        ILogStorage storage, LogTail tail, StreamDirectory streams, JournalIdentity journal, int headsAtOnce)
    {
        (_storage, _tail, _streams, _journal, _headsAtOnce) = (storage, tail, streams, journal, headsAtOnce);
        lock (tail.Gate)
            _replayFrom = tail.OpenStart;
        _file = storage.Create(DraftName);
    }

    /// <summary>Bytes of the file.</summary>
    public long ByteLength => CheckpointFile.HeaderSize + _written;

    /// <summary>Goes on; false while it has to wait for the log to be flushed.</summary>
    public bool Advance(out bool done)
    {
        done = false;
        if (_through is null)
        {
            Copy();
            if (BlockBytes - _used < _headsAtOnce * (StreamHead.Size + StreamId.TextLengthMax) || _through is not null)
                WriteBlock();
            if (_through is not null)
                WriteHeader(_through.Value);
            return true;
        }

        if (_tail.Durable < _through)
            return false;
        _storage.Rename(DraftName, CheckpointFile.Name);
        _storage.FlushDirectory();
        done = true;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void Copy()
    {
        lock (_tail.Gate)
        {
            var end = Math.Min(_streams.Count, _copied + _headsAtOnce);
            for (; _copied < end; _copied++)
            {
                var text = _streams.TextOf(_copied);
                var head = _streams[_copied];
                head.TextPlace = text.Length;
                MemoryMarshal.Write(_block.AsSpan(_used), head);
                text.CopyTo(_block.AsSpan(_used + StreamHead.Size));
                _used += StreamHead.Size + text.Length;
            }

            if (_copied == _streams.Count)
                _through = _tail.End;
        }
    }

    private void WriteBlock()
    {
        _file.Write(CheckpointFile.HeaderSize + _written, _block.AsSpan(0, _used));
        _hash.Append(_block.AsSpan(0, _used));
        _written += _used;
        _used = 0;
    }

    private void WriteHeader(LogPosition through)
    {
        var header = new CheckpointFile(
            _journal,
            _replayFrom,
            through,
            _tail.NewestRecordTime,
            _copied,
            _written,
            _hash.GetCurrentHashAsUInt64());
        var sector = new byte[CheckpointFile.HeaderSize];
        header.WriteHeader(sector);
        _file.Write(0, sector);
        _file.Flush();
    }
}
