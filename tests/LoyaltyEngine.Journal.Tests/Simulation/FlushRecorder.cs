using System.Buffers.Text;
using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>
/// A storage that notes which tokens (<c>#number#</c> in what is written to a segment) a flush has covered.
/// Thread-safe.
/// </summary>
public sealed class FlushRecorder(ILogStorage inner) : ILogStorage
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _written = [];
    private readonly HashSet<int> _flushed = [];

    public string Place => inner.Place;

    /// <summary>Whether a flush that began after the token was written has ended.</summary>
    public bool IsFlushed(int token)
    {
        lock (_lock)
            return _flushed.Contains(token);
    }

    public IDisposable Lock() => inner.Lock();

    public IReadOnlyList<string> List() => inner.List();

    public ILogFile Create(string name) => new RecordingFile(this, inner.Create(name));

    public ILogFile Open(string name, bool writable) => new RecordingFile(this, inner.Open(name, writable));

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void Delete(string name) => inner.Delete(name);

    public void FlushDirectory() => inner.FlushDirectory();

    private sealed class RecordingFile(FlushRecorder recorder, ILogFile file) : ILogFile
    {
        private readonly List<int> _unflushed = [];

        public long Length => file.Length;

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            file.Write(offset, bytes);
            lock (recorder._lock)
            {
                for (var at = bytes.IndexOf((byte)'#'); at >= 0;)
                {
                    if (Utf8Parser.TryParse(bytes[(at + 1)..], out int token, out var length)
                        && at + 1 + length < bytes.Length
                        && bytes[at + 1 + length] == (byte)'#'
                        && recorder._written.Add(token))
                        _unflushed.Add(token);
                    var next = bytes[(at + 1)..].IndexOf((byte)'#');
                    at = next < 0 ? -1 : at + 1 + next;
                }
            }
        }

        public void Flush()
        {
            int[] covered;
            lock (recorder._lock)
                covered = [.. _unflushed];
            file.Flush();
            lock (recorder._lock)
            {
                recorder._flushed.UnionWith(covered);
                _unflushed.RemoveRange(0, covered.Length);
            }
        }

        public void Dispose() => file.Dispose();
    }
}
