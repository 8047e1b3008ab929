using Microsoft.Data.Sqlite;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// Copies an installation's keys, whether or not an engine uses them meanwhile. A copy replaces the one before, so that
/// what was erased is gone from the copy with the next one.
/// </summary>
public static class KeyBackup
{
    /// <summary>Copies the keys of a data folder into a folder of their own.</summary>
    /// <exception cref="IOException">There are no keys, or they cannot be copied.</exception>
    public static void Copy(string keysFolder, string targetFolder)
    {
        if (!Directory.Exists(keysFolder))
            throw new DirectoryNotFoundException($"There is no folder {Path.GetFullPath(keysFolder)}.");
        Directory.CreateDirectory(targetFolder);
        foreach (var path in Directory.EnumerateFiles(keysFolder))
        {
            var name = Path.GetFileName(path);
            if (name.EndsWith("-journal", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal))
                continue;
            var unfinished = Path.Combine(targetFolder, name + ".tmp");
            File.Delete(unfinished);
            if (Path.GetExtension(name) == InstallationKeys.MembersExtension)
                CopyDatabase(path, unfinished);
            else
                File.Copy(path, unfinished);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            using (var written = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(written);
            File.Move(unfinished, Path.Combine(targetFolder, name), overwrite: true);
        }
    }

    // By SQLite's own means: the file may be written at this moment.
    private static void CopyDatabase(string from, string to)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }
}
