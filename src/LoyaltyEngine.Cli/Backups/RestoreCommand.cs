using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Core;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyEngine.Cli.Backups;

/// <summary><c>loyalty restore BACKUP --to DIR</c></summary>
internal static class RestoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var backup = new Argument<string>("BACKUP") { Description = "The backup's folder." };
        var to = new Option<string>("--to")
        {
            Description = "The data folder to be; it must hold no ledger.",
            HelpName = "DIR",
            Required = true,
        };
        var keys = new Option<string?>("--keys") { Description = "The copy of the keys.", HelpName = "KEYS" };
        var until = new Option<Instant?>("--until")
        {
            Description = "Ends before the first batch that holds anything decided later, like 2026-12-24T18:00:00Z.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } time)
                    return time.Value.ToInstant();
                result.AddError($"--until {text} is no time with its offset, like 2026-12-24T18:00:00Z.");
                return null;
            },
        };
        var command = new Command("restore", "Makes a data folder of a backup, as it was last or at a point in time.")
        {
            backup, to, keys, until,
        };
        command.SetAction(parsed =>
        {
            var data = parsed.GetRequiredValue(to);
            var keysFolder = parsed.GetValue(keys);
            if (Directory.Exists(DataFolder.KeysOf(data)))
                throw new CommandFailedException($"There are keys in {data} already: restore into another folder.");
            BackupCommand.Explained(() =>
            {
                if (keysFolder is not null && !Directory.Exists(keysFolder))
                    throw new DirectoryNotFoundException($"There is no folder {keysFolder}.");
                var report = JournalBackup.Restore(
                    DataFolder.JournalOf(parsed.GetRequiredValue(backup)),
                    DataFolder.JournalOf(data),
                    parsed.GetValue(until) is { } time ? LedgerTime.FromInstant(time) : LedgerTime.Never);
                if (keysFolder is not null)
                    KeyBackup.Copy(keysFolder, DataFolder.KeysOf(data));
                BackupCommand.Write(report, data, terminal.Out);
                if (report.IsCut)
                    terminal.Out.WriteLine("What the backup holds of later was left out.");
            });
            terminal.Out.WriteLine(keysFolder is null
                ? "Without the keys (--keys) nothing personal can be read, and no identifier is known."
                : "Erasures that came after this copy of the keys have to be made again.");
            return ExitCode.Ok;
        });
        return command;
    }
}
