namespace LoyaltyEngine.Journal.Embedded;

/// <summary>Another process, or another journal of this one, has the folder open. Wait for it or stop it.</summary>
public sealed class JournalInUseException(string folder, string holder, Exception? cause = null)
    : Exception(
        $"The folder {folder} is in use by process {holder}. One process at a time can open a journal.", cause)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>The process id of the holder as it wrote it down.</summary>
    public string Holder { get; } = holder;
}
