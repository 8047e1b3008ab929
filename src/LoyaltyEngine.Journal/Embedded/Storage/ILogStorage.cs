namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The folder in which an embedded log lives, as the log sees it: the seam at which tests put a disk that loses power.
/// Files are named flatly. Thread-safe. A failure is an <see cref="IOException"/>.
/// </summary>
/// <remarks>
/// What was created, renamed or deleted survives a loss of power only after <see cref="FlushDirectory"/>; what was
/// written to a file only after <see cref="ILogFile.Flush"/>.
/// </remarks>
public interface ILogStorage
{
    /// <summary>Where it is, for messages.</summary>
    string Place { get; }

    /// <summary>How many bytes more it may hold; others may take them.</summary>
    long FreeBytes => long.MaxValue;

    /// <summary>
    /// Takes the folder for this process until disposed.
    /// </summary>
    /// <exception cref="JournalInUseException">Another holder has it.</exception>
    IDisposable Lock();

    /// <summary>The names of the files there.</summary>
    IReadOnlyList<string> List();

    /// <summary>Creates an empty file, replacing one of that name.</summary>
    ILogFile Create(string name);

    /// <summary>Opens a file that exists.</summary>
    ILogFile Open(string name, bool writable);

    /// <summary>Renames a file, replacing one of the new name; open files stay open.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; open files stay readable.</summary>
    void Delete(string name);

    /// <summary>Makes durable what was created, renamed and deleted before.</summary>
    void FlushDirectory();
}
