using System.Collections.Concurrent;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>The segment files of a log, opened for reading when first needed. Thread-safe.</summary>
internal sealed class SegmentFiles(ILogStorage storage) : IDisposable
{
    /// <summary>The most files kept open beside the one being written; more are opened again when needed.</summary>
    public const int OpenMax = 512;

    private readonly ConcurrentDictionary<int, ILogFile> _open = new();
    private volatile int _last;

    /// <summary>The newest segment's number; all from 1 to it exist.</summary>
    public int Last => _last;

    /// <summary>Adds a segment that is open already.</summary>
    public void Add(int number, ILogFile file)
    {
        if (_open.TryRemove(number, out var replaced))
            replaced.Dispose();
        _open[number] = file;
        _last = Math.Max(_last, number);
    }

    /// <summary>Says which segments there are.</summary>
    public void Found(int last) => _last = Math.Max(_last, last);

    /// <summary>Fills a buffer from a position as far as its segment reaches.</summary>
    public int Read(LogPosition position, Span<byte> buffer)
    {
        while (true)
        {
            try
            {
                return FileOf(position.Segment).Read(position.Offset, buffer);
            }
            catch (ObjectDisposedException) when (!_open.ContainsKey(position.Segment) && _last > 0)
            {
                // Closed to make room between finding and reading it: opened again.
            }
        }
    }

    public void Dispose()
    {
        _last = 0;
        foreach (var number in _open.Keys)
        {
            if (_open.TryRemove(number, out var file))
                file.Dispose();
        }
    }

    private ILogFile FileOf(int number)
    {
        if (_open.TryGetValue(number, out var file))
            return file;
        if (_open.Count >= OpenMax)
            CloseOne();
        var opened = storage.Open(SegmentName.Of(number), writable: false);
        if (_open.TryAdd(number, opened))
            return opened;
        opened.Dispose();
        return FileOf(number);
    }

    private void CloseOne()
    {
        foreach (var number in _open.Keys)
        {
            if (number != _last && _open.TryRemove(number, out var file))
            {
                file.Dispose();
                return;
            }
        }
    }
}
