namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// An <see cref="ILogStorage"/> in a folder of the file system. Files that were moved to the folder's archive are read
/// there: a file <c>archive.path</c> in the folder holds the archive's path, so that all who read the log find it.
/// </summary>
public sealed class FolderLogStorage : ILogStorage
{
    private const string LockName = "journal.lock";
    private const string HolderName = "journal.pid";
    private const string ArchivePathName = "archive.path";

    /// <summary>Uses a folder, which is created where it does not exist.</summary>
    public FolderLogStorage(string directory)
    {
        Place = Path.GetFullPath(directory);
        if (Directory.Exists(Place))
            return;
        Directory.CreateDirectory(Place);
        if (Path.GetDirectoryName(Place) is { } parent)
            DiskFlush.Directory(parent);
    }

    /// <inheritdoc/>
    public string Place { get; }

    /// <inheritdoc/>
    public long FreeBytes => new DriveInfo(Place).AvailableFreeSpace;

    /// <inheritdoc/>
    public IDisposable Lock()
    {
        FileStream held;
        try
        {
            held = new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new JournalInUseException(Place, ReadHolder(), cause);
        }

        File.WriteAllText(PathOf(HolderName), $"{Environment.ProcessId}\n");
        return held;
    }

    /// <summary>The folder of the files that were moved there; null where there is none.</summary>
    internal string? Archive => File.Exists(PathOf(ArchivePathName))
        ? File.ReadAllText(PathOf(ArchivePathName)).Trim()
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<string> List()
    {
        // What moves meanwhile is in the archive before it leaves the folder, so it is seen in one of them.
        var here = Directory.EnumerateFiles(Place).Select(path => Path.GetFileName(path)).ToList();
        if (Archive is not { } archive)
            return here;
        var moved = Directory.EnumerateFiles(archive)
            .Select(path => Path.GetFileName(path))
            .Where(name => SegmentName.TryParse(name, out _));
        return [.. here.Union(moved)];
    }

    /// <inheritdoc/>
    public ILogFile Create(string name) => new FolderLogFile(
        File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <inheritdoc/>
    public ILogFile Open(string name, bool writable)
    {
        try
        {
            return OpenFile(PathOf(name), writable);
        }
        catch (FileNotFoundException) when (!writable && Archive is not null)
        {
            return OpenFile(Path.Combine(Archive, name), writable: false);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <inheritdoc/>
    public void FlushDirectory() => DiskFlush.Directory(Place);

    /// <summary>Names the folder's archive, durably, before anything is moved there.</summary>
    internal void NameArchive(string archive)
    {
        var draft = PathOf(ArchivePathName + ".tmp");
        File.WriteAllText(draft, archive + "\n");
        using (var file = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite))
            DiskFlush.Data(file);
        File.Move(draft, PathOf(ArchivePathName), overwrite: true);
        FlushDirectory();
    }

    private static FolderLogFile OpenFile(string path, bool writable) => new(File.OpenHandle(
        path,
        FileMode.Open,
        writable ? FileAccess.ReadWrite : FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete));

    private string ReadHolder()
    {
        try
        {
            return File.ReadAllText(PathOf(HolderName)).Trim();
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    private string PathOf(string name) => Path.Combine(Place, name);
}
