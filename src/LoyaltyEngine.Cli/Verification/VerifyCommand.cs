using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Cli.Verification;

/// <summary><c>loyalty verify DIR</c></summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions JsonForm = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>
    /// The command over what verifies: it reads a data folder that no process holds and checks every law that it can.
    /// It throws <see cref="JournalCorruptException"/>, naming the place, where it cannot read on, <see
    /// cref="JournalInUseException"/> where an engine has the folder, and <see cref="IOException"/> where it cannot be
    /// read.
    /// </summary>
    public static Command Create(Terminal terminal, Func<string, CancellationToken, Task<LedgerReport>> verify)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The engine's data folder. The engine must not be running.",
        };
        var json = new Option<bool>("--json") { Description = "Prints the totals as one JSON object." };
        var command = new Command(
            "verify",
            "Reads a data folder offline, checks the laws of the ledger, and prints totals and each day's root hash.")
        {
            folder, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = await ReadAsync(parsed.GetRequiredValue(folder), verify, cancellation);
            if (parsed.GetValue(json))
                await terminal.Out.WriteLineAsync(JsonSerializer.Serialize(report, JsonForm));
            else
                Write(report, terminal.Out);

            foreach (var fault in report.Faults)
                await terminal.Error.WriteLineAsync($"{fault.Place}: {fault.Message}");
            return report.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static async Task<LedgerReport> ReadAsync(
        string folder, Func<string, CancellationToken, Task<LedgerReport>> verify, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException($"There is no folder {folder}.");
        try
        {
            return await verify(folder, cancellation);
        }
        catch (JournalCorruptException corrupt)
        {
            throw new CommandFailedException($"{folder} is corrupt: {corrupt.Message}", corrupt);
        }
        catch (JournalInUseException held)
        {
            throw new CommandFailedException($"{held.Message} Stop the engine first.", held);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{folder} cannot be read: {failure.Message}", failure);
        }
    }

    private static void Write(LedgerReport report, TextWriter to)
    {
        Row("Records", report.Records);
        Row("Streams", report.Streams);
        foreach (var (programId, books) in report.Programs)
        {
            to.WriteLine($"Program {programId}");
            Row("  members", books.MemberCount);
            Row("  entries", books.EntryCount);
            Row("  issued", books.Issued);
            Row("  restored", books.Restored);
            Row("  adjusted", books.Adjusted);
            Row("  outstanding", books.Outstanding);
            Row("  debt", books.Debt);
            Row("  burned", books.Burned);
            Row("  taken back", books.Reversed);
            Row("  expired", books.Expired);
        }

        foreach (var day in report.DayRoots)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Day {day.Day}  partition {day.Partition}  entries {day.EntryCount:N0}  root {day.Root}"
                + $"{(day.MayGrow ? "  (may grow)" : "")}"));
        }

        foreach (var note in report.Notes)
            to.WriteLine($"Note: {note}");
        to.WriteLine(report.Faults.Count == 0 ? "Every law holds." : $"Faults: {report.Faults.Count}.");

        void Row(string name, long value) =>
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-16}{value,20:N0}"));
    }
}
