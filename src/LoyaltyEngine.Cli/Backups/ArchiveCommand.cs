using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Cli.Backups;

/// <summary><c>loyalty archive DIR --to ARCHIVE</c></summary>
internal static class ArchiveCommand
{
    private const int KeepUsual = 16;
    private const int KeepMax = 1_000_000;

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The engine's data folder; the engine may be running.",
        };
        var to = new Option<string>("--to")
        {
            Description = "The archive's folder: of this ledger alone, and always the same.",
            HelpName = "ARCHIVE",
            Required = true,
        };
        var keep = ServerOptions.Between(
            "--keep", "How many of the newest segments stay", JournalArchive.KeepMin, KeepMax, KeepUsual);
        var command = new Command(
            "archive", "Moves the oldest segments of a ledger to another disk, where they are read from then on.")
        {
            folder, to, keep,
        };
        command.SetAction(parsed =>
        {
            BackupCommand.Explained(() =>
            {
                var moved = JournalArchive.Move(
                    DataFolder.JournalOf(parsed.GetRequiredValue(folder)),
                    parsed.GetRequiredValue(to),
                    parsed.GetRequiredValue(keep));
                terminal.Out.WriteLine($"Moved {moved} segments to {parsed.GetRequiredValue(to)}.");
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
