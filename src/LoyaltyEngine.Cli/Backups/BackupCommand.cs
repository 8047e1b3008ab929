using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Cli.Backups;

/// <summary><c>loyalty backup DIR --to BACKUP</c></summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The engine's data folder; the engine may be running.",
        };
        var to = new Option<string>("--to")
        {
            Description = "The backup's folder. Taken again into the same one, only what is new is copied.",
            HelpName = "BACKUP",
            Required = true,
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Where to copy the keys, apart from the backup; each copy replaces the one before, so that "
                + "what was erased stays so.",
            HelpName = "KEYS",
        };
        var command = new Command("backup", "Copies a ledger while it is used: all that was answered before it began.")
        {
            folder, to, keys,
        };
        command.SetAction(parsed =>
        {
            var (data, backup) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(to));
            var keysFolder = parsed.GetValue(keys);
            if (keysFolder is not null && IsWithin(keysFolder, backup))
            {
                throw new CommandFailedException(
                    "--keys must lie outside of --to, or no erasure would reach the backup.");
            }

            Explained(() =>
            {
                var report = JournalBackup.Take(DataFolder.JournalOf(data), DataFolder.JournalOf(backup));
                // The keys come second: a key is there before anything sealed with it.
                if (keysFolder is not null)
                    KeyBackup.Copy(DataFolder.KeysOf(data), keysFolder);
                Write(report, backup, terminal.Out);
            });
            terminal.Out.WriteLine(keysFolder is null
                ? "The keys were not copied (--keys): without them nothing personal can be read."
                : $"Keys copied to {keysFolder}.");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Tells what was copied.</summary>
    public static void Write(BackupReport report, string to, TextWriter writer) =>
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{to}: {report.Segments} segments, {report.SegmentsKept} of them there already, "
            + $"{report.BytesCopied:N0} bytes copied, through batch {report.LastSequence} "
            + $"of {report.NewestRecordTime}."));

    /// <summary>Turns what cannot be done into a sentence.</summary>
    public static void Explained(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is BackupRefusedException or JournalCorruptException
            or JournalInUseException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(failure.Message, failure);
        }
    }

    private static bool IsWithin(string inner, string outer) =>
        (Path.GetFullPath(inner) + Path.DirectorySeparatorChar).StartsWith(
            Path.GetFullPath(outer).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
}
