namespace LoyaltyEngine.Journal.Embedded;

/// <summary>An <see cref="ILogStorage"/> in a folder of the file system.</summary>
public sealed class FolderLogStorage : ILogStorage
{
    private const string LockName = "journal.lock";
    private const string HolderName = "journal.pid";

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

    /// <inheritdoc/>
    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(Place).Select(path => Path.GetFileName(path))];

    /// <inheritdoc/>
    public ILogFile Create(string name) => new FolderLogFile(
        File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <inheritdoc/>
    public ILogFile Open(string name, bool writable) => new FolderLogFile(File.OpenHandle(
        PathOf(name),
        FileMode.Open,
        writable ? FileAccess.ReadWrite : FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete));

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <inheritdoc/>
    public void FlushDirectory() => DiskFlush.Directory(Place);

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
