using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Tests.Simulation;

/// <summary>
/// A disk in memory that can lose power. What was written but not flushed survives in parts that a seed decides: none
/// of it, the writes up to some moment, any sectors of it in any order, or a sector torn in two. Files that were
/// created, renamed or deleted stay so only once the directory was flushed. After the power is gone every call fails
/// until
/// <see cref="Restart"/>.
/// </summary>
/// <remarks>Shares nothing with the journal but its storage interface. Thread-safe.</remarks>
public sealed class SimulatedDisk(int seed) : ILogStorage
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly List<(string Name, SimulatedFile? File)[]> _directoryChanges = []; // Each happens or does not.
    private Dictionary<string, SimulatedFile> _names = [];
    private Dictionary<string, SimulatedFile> _durableNames = [];
    private int _life;
    private bool _isLocked;

    public string Place => "simulated disk";

    /// <summary>Whether the power is gone.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Calls that change something, so far.</summary>
    public int ChangeCount { get; private set; }

    /// <summary>The change before which the power goes.</summary>
    public int? PowerLossAt { get; set; }

    /// <summary>Whether the power goes only as a file is being flushed: then much is written and not flushed.</summary>
    public bool PowerLossWaitsForFlush { get; set; }

    /// <summary>A mutant: flushes of files that do nothing.</summary>
    public bool IgnoresFlushes { get; set; }

    /// <summary>A mutant: flushes of the directory that do nothing.</summary>
    public bool IgnoresDirectoryFlushes { get; set; }

    /// <summary>
    /// A mutant: a flush that returns before its work is done, so that only the next one finishes it.
    /// </summary>
    public bool FlushesLate { get; set; }

    /// <summary>The flush (counted from 1) that fails, and how often flushes were asked for.</summary>
    public int? FailingFlush { get; set; }

    public int FlushCount { get; private set; }

    /// <summary>The next write stops half way with an error.</summary>
    public bool NextWriteIsShort { get; set; }

    /// <summary>The most bytes that all files may have together; beyond, the disk is full.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public IDisposable Lock()
    {
        lock (_lock)
        {
            ThrowIfOff(_life);
            if (_isLocked)
                throw new JournalInUseException(Place, "this one");
            _isLocked = true;
            return new Holder(this, _life);
        }
    }

    public IReadOnlyList<string> List()
    {
        lock (_lock)
        {
            ThrowIfOff(_life);
            return [.. _names.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public ILogFile Create(string name)
    {
        lock (_lock)
        {
            Change(_life);
            var file = new SimulatedFile();
            SetNames((name, file));
            return new OpenFile(this, file, _life);
        }
    }

    public ILogFile Open(string name, bool writable)
    {
        lock (_lock)
        {
            ThrowIfOff(_life);
            return _names.TryGetValue(name, out var file)
                ? new OpenFile(this, file, _life)
                : throw new FileNotFoundException(name);
        }
    }

    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            Change(_life);
            SetNames((to, _names[from]), (from, null));
        }
    }

    public void Delete(string name)
    {
        lock (_lock)
        {
            Change(_life);
            SetNames((name, null));
        }
    }

    public void FlushDirectory()
    {
        lock (_lock)
        {
            Change(_life);
            if (IgnoresDirectoryFlushes)
                return;
            _durableNames = new Dictionary<string, SimulatedFile>(_names);
            _directoryChanges.Clear();
        }
    }

    /// <summary>Takes the power away now.</summary>
    public void LosePower()
    {
        lock (_lock)
            IsOff = true;
    }

    /// <summary>
    /// Gives power again after a loss (or after a process that was killed, if there was none: then all that was written
    /// is still there). Whoever had files open before cannot use them any more.
    /// </summary>
    public void Restart()
    {
        lock (_lock)
        {
            if (IsOff)
            {
                var names = new Dictionary<string, SimulatedFile>(_durableNames);
                foreach (var change in _directoryChanges.Take(_random.Next(_directoryChanges.Count + 1)))
                    Apply(names, change);
                _names = names;
                _durableNames = new Dictionary<string, SimulatedFile>(names);
                _directoryChanges.Clear();
                foreach (var file in names.Values.Distinct())
                    file.LosePower(_random);
            }

            IsOff = false;
            PowerLossAt = null;
            _isLocked = false;
            _life++;
        }
    }

    /// <summary>A file's bytes as a reader sees them.</summary>
    public byte[] Read(string name)
    {
        lock (_lock)
            return _names[name].Content.ToArray();
    }

    /// <summary>Replaces or makes a file, durably, as a hand from outside would.</summary>
    public void Put(string name, byte[] bytes)
    {
        lock (_lock)
        {
            var file = new SimulatedFile();
            file.Write(0, bytes);
            file.Flush();
            _names[name] = _durableNames[name] = file;
        }
    }

    /// <summary>Removes a file, durably.</summary>
    public void Remove(string name)
    {
        lock (_lock)
        {
            _names.Remove(name);
            _durableNames.Remove(name);
        }
    }

    /// <summary>Another disk with the same files.</summary>
    public SimulatedDisk Copy(int otherSeed)
    {
        var copy = new SimulatedDisk(otherSeed);
        foreach (var name in List())
            copy.Put(name, Read(name));
        return copy;
    }

    private bool IsFullFor(SimulatedFile file, long length) => Capacity < long.MaxValue
        && _names.Values.Distinct().Sum(one => (long)one.Content.Length) + Math.Max(0, length - file.Content.Length)
            > Capacity;

    private static void Apply(Dictionary<string, SimulatedFile> names, (string Name, SimulatedFile? File)[] change)
    {
        foreach (var (name, file) in change)
        {
            if (file is null)
                names.Remove(name);
            else
                names[name] = file;
        }
    }

    private void SetNames(params (string Name, SimulatedFile? File)[] change)
    {
        Apply(_names, change);
        _directoryChanges.Add(change);
    }

    private void Change(int life, bool isFlush = false)
    {
        ThrowIfOff(life);
        if (PowerLossAt is { } at && ChangeCount >= at && (isFlush || !PowerLossWaitsForFlush))
            IsOff = true;
        ThrowIfOff(life);
        ChangeCount++;
    }

    private void ThrowIfOff(int life)
    {
        if (IsOff || life != _life)
            throw new IOException("The power is gone.");
    }

    private sealed class Holder(SimulatedDisk disk, int life) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._lock)
            {
                if (life == disk._life)
                    disk._isLocked = false;
            }
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, SimulatedFile file, int life) : ILogFile
    {
        public long Length
        {
            get
            {
                lock (disk._lock)
                    return file.Content.Length;
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk._lock)
            {
                disk.ThrowIfOff(life);
                var count = (int)Math.Clamp(file.Content.Length - offset, 0, buffer.Length);
                file.Content.Slice((int)Math.Min(offset, file.Content.Length), count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk._lock)
            {
                disk.Change(life);
                var isFull = disk.IsFullFor(file, offset + bytes.Length);
                if (isFull || disk.NextWriteIsShort)
                {
                    disk.NextWriteIsShort = false;
                    file.Write((int)offset, bytes[..(isFull ? 0 : bytes.Length / 2)]);
                    throw new IOException(isFull ? "No space left on device" : "Input/output error");
                }

                file.Write((int)offset, bytes);
            }
        }

        public void Flush()
        {
            lock (disk._lock)
            {
                disk.Change(life, isFlush: true);
                if (++disk.FlushCount == disk.FailingFlush)
                {
                    file.FailFlush();
                    throw new IOException("Input/output error");
                }

                if (disk.IgnoresFlushes)
                    return;
                file.Flush(disk.FlushesLate);
            }
        }

        public void Dispose()
        {
            // Nothing to give back.
        }
    }
}
