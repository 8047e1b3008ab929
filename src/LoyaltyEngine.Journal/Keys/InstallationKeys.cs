using System.Security.Cryptography;
using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// An installation's own secrets, in files of 32 random bytes that only the owner may read: the master key, under which
/// members' keys are wrapped, and the secret for identifier hashes. Without them the personal data and the identifiers
/// of a journal are lost, so they belong into every backup, apart from the journal.
/// </summary>
public sealed class InstallationKeys
{
    /// <summary>The folder beneath the data folder.</summary>
    public const string FolderName = "keys";

    /// <summary>What the file of the members' keys ends with: an SQLite database.</summary>
    internal const string MembersExtension = ".db";

    private const string MasterName = "master.key";
    private const string IdentifierName = "identifier.key";
    private const string MembersName = "members" + MembersExtension;

    private InstallationKeys(string folder, byte[] master, byte[] identifier) =>
        (Folder, Master, Identifier) = (folder, master, identifier);

    /// <summary>Where they are.</summary>
    public string Folder { get; }

    internal string MembersPath => Path.Combine(Folder, MembersName);

    internal byte[] Master { get; }

    internal byte[] Identifier { get; }

    /// <summary>Opens the keys beneath a data folder; makes them, durably, where there are none at all.</summary>
    /// <exception cref="InvalidDataException">Some of the files are missing or damaged; the message names
    /// them.</exception>
    public static InstallationKeys Open(string dataDirectory)
    {
        var folder = Path.GetFullPath(Path.Combine(dataDirectory, FolderName));
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            DiskFlush.Directory(Path.GetDirectoryName(folder)!);
        }

        // The master key is made first; where the identifier secret is there, both were.
        var isNew = !File.Exists(Path.Combine(folder, MembersName))
            && !File.Exists(Path.Combine(folder, IdentifierName));
        var master = ReadOrMake(folder, MasterName, isNew);
        var identifier = ReadOrMake(folder, IdentifierName, isNew);
        return new InstallationKeys(folder, master, identifier);
    }

    private static byte[] ReadOrMake(string folder, string name, bool mayMake)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path) && mayMake)
            Make(folder, path);
        var key = File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new InvalidDataException($"The key file {path} is missing, though there are keys that need it.");
        return key.Length == MemberKey.Size
            ? key
            : throw new InvalidDataException($"The key file {path} has {key.Length} bytes, not {MemberKey.Size}.");
    }

    private static void Make(string folder, string path)
    {
        var draft = path + ".tmp";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(MemberKey.Size));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        DiskFlush.Directory(folder);
    }
}
