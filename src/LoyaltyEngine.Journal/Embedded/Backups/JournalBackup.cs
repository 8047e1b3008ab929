using LoyaltyEngine.Core;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Copies the log of a folder, whether or not an engine writes it meanwhile, and brings a copy back. A copy is a log
/// itself: it can be verified, and opened.
/// </summary>
/// <remarks>
/// What an answer rests on was flushed before it left, so a copy that takes every whole batch in sequence has all that
/// was answered before it began, and ends between two batches. Sealed segments never change: a later backup into the
/// same folder takes only what is new.
/// </remarks>
public static class JournalBackup
{
    private const string Unfinished = "backup.tmp";

    /// <summary>Takes a backup, or brings one up to date.</summary>
    /// <exception cref="BackupRefusedException">
    /// There is no log, or the backup holds what the log does not: it is of another log, or of another history of it.
    /// </exception>
    /// <exception cref="JournalCorruptException">The log is damaged; the message names the place.</exception>
    /// <exception cref="JournalInUseException">Another backup into the folder is under way.</exception>
    public static BackupReport Take(string journalFolder, string backupFolder)
    {
        var source = Existing(journalFolder);
        var target = new FolderLogStorage(backupFolder);
        using var held = target.Lock();
        var catalog = SegmentCatalog.Read(source)
            ?? throw new BackupRefusedException($"There is no log in {source.Place}.");
        var former = SegmentCatalog.Read(target);
        if (former is not null && former.Headers.Count > catalog.Headers.Count)
            throw OtherHistory(target);

        var report = new BackupReport();
        foreach (var segment in catalog.Headers)
        {
            var copied = former is not null && segment.Number <= former.Headers.Count;
            if (copied && former!.Headers[segment.Number - 1] != segment)
                throw OtherHistory(target);
            if (copied && former!.TryReadSeal(segment, out var formerSeal))
            {
                if (!catalog.TryReadSeal(segment, out var seal) || seal != formerSeal)
                    throw OtherHistory(target);
                report = report with { Segments = report.Segments + 1, SegmentsKept = report.SegmentsKept + 1 };
                continue;
            }

            var formerEnd = copied ? EndOf(target, segment) : (SegmentReplay?)null;
            // The last one may get its seal while it is read: in the copy, which has no segment behind it, it has none.
            var isLast = segment == catalog.Last;
            report = Copy(source, target, segment, isLast, report, LedgerTime.Never, formerEnd, out var isSealed);
            // Without its seal nothing was written behind it when it was read.
            if (!isSealed)
                break;
        }

        return report;
    }

    /// <summary>Brings a backup back into a folder that holds no log.</summary>
    /// <param name="backupFolder">The folder of the backup.</param>
    /// <param name="journalFolder">The folder of the log to be.</param>
    /// <param name="until">
    /// Where the log is to end: before the first batch that holds anything decided later. Never for all.
    /// </param>
    /// <exception cref="BackupRefusedException">There is no backup, or the folder holds a log.</exception>
    /// <exception cref="JournalCorruptException">The backup is damaged; the message names the place.</exception>
    public static BackupReport Restore(string backupFolder, string journalFolder, LedgerTime until)
    {
        var source = Existing(backupFolder);
        using var heldSource = source.Lock();
        var catalog = SegmentCatalog.Read(source)
            ?? throw new BackupRefusedException($"There is no backup of a log in {source.Place}.");
        var target = new FolderLogStorage(journalFolder);
        using var heldTarget = target.Lock();
        if (target.List().Any(name => SegmentName.TryParse(name, out _)))
            throw new BackupRefusedException($"There is a log in {target.Place} already: restore into another folder.");

        var report = new BackupReport();
        try
        {
            foreach (var segment in catalog.Headers)
            {
                var isLast = segment == catalog.Last;
                report = Copy(source, target, segment, isLast, report, until, null, out var isSealed);
                if (report.IsCut)
                    break;
                if (!isSealed && !isLast)
                {
                    throw new JournalCorruptException(
                        $"{SegmentName.Of(segment.Number)} in {source.Place} has no seal.");
                }
            }

            return report;
        }
        catch
        {
            // Half a log must not pass for one.
            foreach (var name in target.List().Where(name => SegmentName.TryParse(name, out _)))
                target.Delete(name);
            throw;
        }
    }

    private static FolderLogStorage Existing(string folder) => Directory.Exists(folder)
        ? new FolderLogStorage(folder)
        : throw new BackupRefusedException($"There is no folder {Path.GetFullPath(folder)}.");

    private static BackupRefusedException OtherHistory(FolderLogStorage target) =>
        new($"The backup in {target.Place} holds what this log does not: it is of another log, or of this one before "
            + "it was restored or cut. Nothing was changed; take the backup into another folder.");

    // The header, every whole batch in sequence, and the seal where there is one: under another name until it is whole.
    private static BackupReport Copy(
        FolderLogStorage source,
        FolderLogStorage target,
        SegmentHeader segment,
        bool isLast,
        BackupReport report,
        LedgerTime until,
        SegmentReplay? formerEnd,
        out bool isSealed)
    {
        var name = SegmentName.Of(segment.Number);
        var place = new SegmentReplay(SegmentHeader.DataStart, segment.PreviousSequence, segment.PreviousChecksum);
        var newest = report.NewestRecordTime;
        var isCut = false;
        using var file = source.Open(name, writable: false);
        using (var copy = target.Create(Unfinished))
        {
            var sector = new byte[Sector.Size];
            segment.Write(sector);
            copy.Write(0, sector);
            var scanner = new SegmentScanner(file, segment);
            var hasFormer = formerEnd is null || formerEnd == place;
            while (place.TryNext(scanner, out var header, out var batch, out var next))
            {
                if (header.NewestRecordTime > until.UnixNanoseconds)
                {
                    isCut = true;
                    break;
                }

                copy.Write(place.Offset, batch);
                newest = new LedgerTime(header.NewestRecordTime);
                place = next;
                hasFormer |= formerEnd == place;
            }

            if (!hasFormer)
                throw OtherHistory(target);
            isSealed = !isCut && !isLast && WriteSeal(scanner, segment, place, copy);
            copy.Flush();
        }

        target.Rename(Unfinished, name);
        target.FlushDirectory();
        return report with
        {
            Segments = report.Segments + 1,
            BytesCopied = report.BytesCopied + place.Offset,
            LastSequence = place.Sequence,
            NewestRecordTime = newest,
            IsCut = isCut,
        };
    }

    private static bool WriteSeal(SegmentScanner scanner, SegmentHeader segment, SegmentReplay end, ILogFile copy)
    {
        if (!scanner.TryRead(segment.SealAt, out var seal, out var bytes) || seal.Kind != BatchKind.Seal)
            return false;
        if (seal.Sequence != end.Sequence || seal.PreviousChecksum != end.Checksum)
        {
            throw new JournalCorruptException(
                $"There is no whole batch in {LogPosition.At(segment.Number, end.Offset)}, where one was written.");
        }

        copy.Write(segment.SealAt, bytes);
        return true;
    }

    private static SegmentReplay EndOf(FolderLogStorage storage, SegmentHeader segment)
    {
        using var file = storage.Open(SegmentName.Of(segment.Number), writable: false);
        return SegmentReplay.Run(new SegmentScanner(file, segment), (in _, _) => { });
    }
}
