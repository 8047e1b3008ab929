namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Moves the oldest sealed segments of a log to a folder on another disk, whether or not an engine has the log open:
/// they are read there from then on.
/// </summary>
public static class JournalArchive
{
    /// <summary>The fewest of the newest segments that stay: the one being written and the one before.</summary>
    public const int KeepMin = 2;

    private const int CopyBytes = 1 << 20;

    /// <summary>Moves all sealed segments but the newest; says how many it moved.</summary>
    /// <param name="journalFolder">The folder of the log.</param>
    /// <param name="archiveFolder">The archive; always the same for one log, and of this log alone.</param>
    /// <param name="keep">How many of the newest segments stay.</param>
    /// <exception cref="BackupRefusedException">There is no log, or it or the archive have another partner.</exception>
    /// <exception cref="JournalCorruptException">The log is damaged; the message names the place.</exception>
    public static int Move(string journalFolder, string archiveFolder, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, KeepMin);
        if (!Directory.Exists(journalFolder))
            throw new BackupRefusedException($"There is no folder {Path.GetFullPath(journalFolder)}.");
        var log = new FolderLogStorage(journalFolder);
        var archive = new FolderLogStorage(archiveFolder);
        if (archive.Place == log.Place)
            throw new BackupRefusedException("The archive must be another folder than the log's.");
        using var held = archive.Lock();
        if (log.Archive is { } former && former != archive.Place)
            throw new BackupRefusedException($"The log in {log.Place} has its archive in {former} already.");
        if (log.Archive is null && archive.List().Any(name => SegmentName.TryParse(name, out _)))
            throw new BackupRefusedException($"The folder {archive.Place} holds segments of another log.");
        var catalog = SegmentCatalog.Read(log)
            ?? throw new BackupRefusedException($"There is no log in {log.Place}.");

        log.NameArchive(archive.Place);
        var moved = 0;
        foreach (var segment in catalog.Headers)
        {
            var name = SegmentName.Of(segment.Number);
            var isHere = File.Exists(Path.Combine(log.Place, name));
            if (segment.Number > catalog.Headers.Count - keep || !isHere)
                continue;
            if (!catalog.TryReadSeal(segment, out _))
                break;
            Copy(log, archive, name);
            log.Delete(name);
            moved++;
        }

        log.FlushDirectory();
        return moved;
    }

    private static void Copy(FolderLogStorage log, FolderLogStorage archive, string name)
    {
        var draft = name + ".tmp";
        using (var from = log.Open(name, writable: false))
        using (var to = archive.Create(draft))
        {
            var buffer = new byte[CopyBytes];
            for (long offset = 0; offset < from.Length;)
            {
                var count = from.Read(offset, buffer);
                if (count == 0)
                    throw new IOException($"{name} in {log.Place} became shorter while it was read.");
                to.Write(offset, buffer.AsSpan(0, count));
                offset += count;
            }

            to.Flush();
        }

        archive.Rename(draft, name);
        archive.FlushDirectory();
    }
}
