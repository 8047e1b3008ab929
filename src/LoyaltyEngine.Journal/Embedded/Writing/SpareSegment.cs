namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The next segment's file, prepared before it is needed: filled with zeros that are really written and flushed, so
/// that a later data flush finds the blocks in place and touches no metadata. Thread-safe.
/// </summary>
internal sealed class SpareSegment(ILogStorage storage, int byteLength, Action<string> notice)
{
    public const string Name = "spare.log";

    private const string DraftName = "spare.tmp";
    private const int ChunkBytes = 1 << 20;
    private const int FlushEvery = 4 << 20;

    // Left for whoever else writes there: keys, indexes, checkpoints.
    private const int LeftBytes = 4 << 20;

    private readonly Lock _lock = new();
    private ILogFile? _ready;

    /// <summary>Whether the next call of <see cref="TakeAs"/> finds it ready.</summary>
    public bool IsReady => Volatile.Read(ref _ready) is not null;

    /// <summary>
    /// Prepares it where it is not ready. A full disk is no failure yet: what still fits the segment in use is written,
    /// and the writer tries again when it needs the next. Until then the last of the space is left to others.
    /// </summary>
    public void Prepare()
    {
        try
        {
            lock (_lock)
                _ready ??= TryReuse() ?? (storage.FreeBytes >= byteLength + LeftBytes ? Create() : null);
            if (!IsReady)
                notice($"The next segment could not be prepared in {storage.Place}, free some space.");
        }
        catch (IOException cause)
        {
            notice($"The next segment could not be prepared in {storage.Place}, free some space: {cause.Message}");
        }
    }

    /// <summary>The file under a name of its own, its first sector written and flushed. Until it has the name, nobody
    /// prepares another: the file would be found, and be in use twice.</summary>
    public ILogFile TakeAs(string name, ReadOnlySpan<byte> firstSector)
    {
        lock (_lock)
        {
            var file = _ready ?? TryReuse() ?? Create();
            _ready = null;
            file.Write(0, firstSector);
            file.Flush();
            storage.Rename(Name, name);
            return file;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _ready?.Dispose();
            _ready = null;
        }
    }

    /// <summary>Writes a file of zeros and flushes it.</summary>
    public static void Fill(ILogFile file, int byteLength)
    {
        var zeros = new byte[Math.Min(ChunkBytes, byteLength)];
        for (var offset = 0; offset < byteLength; offset += zeros.Length)
        {
            file.Write(offset, zeros.AsSpan(0, Math.Min(zeros.Length, byteLength - offset)));
            if (offset % FlushEvery == FlushEvery - ChunkBytes)
                file.Flush(); // In small portions, so that the log's own flushes do not queue behind all of it.
        }

        file.Flush();
    }

    // One that an earlier process left: flushed before it got its name, and zeros but perhaps for its first sector.
    private ILogFile? TryReuse()
    {
        if (!storage.List().Contains(Name))
            return null;
        var file = storage.Open(Name, writable: true);
        var buffer = new byte[Math.Min(ChunkBytes, byteLength)];
        var isZero = file.Length == byteLength;
        for (var offset = Sector.Size; isZero && offset < byteLength; offset += buffer.Length)
            isZero = !buffer.AsSpan(0, file.Read(offset, buffer)).ContainsAnyExcept((byte)0);
        if (isZero)
            return file;
        file.Dispose();
        return null;
    }

    private ILogFile Create()
    {
        var file = storage.Create(DraftName);
        try
        {
            Fill(file, byteLength);
            storage.Rename(DraftName, Name);
            return file;
        }
        catch
        {
            // Half a spare is of no use, and on a full disk the space is needed.
            file.Dispose();
            storage.Delete(DraftName);
            throw;
        }
    }
}
