using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary><c>loyalty info</c></summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = ServerOptions.Server();
        var program = new Option<string?>("--program") { Description = "Tells of this program only.", HelpName = "ID" };
        var command = new Command("info", "Tells which engine answers, what it runs and what its answers promise.")
        {
            server, program,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var only = parsed.GetValue(program);
            var at = parsed.GetRequiredValue(server);
            var info = await OnlineCall.RunAsync(at, only ?? "", client => client.GetServerInfoAsync(cancellation));
            var programs = info.Programs.Where(p => only is null || p.ProgramId == only).ToList();
            if (only is not null && programs.Count == 0)
                throw new CommandFailedException(UnknownProgram(at, only, info));

            Row("Engine", $"{info.Version} at {at.OriginalString}");
            Row("Journal", info.Journal);
            Row("Promise", info.DurabilityDescription);
            Row("Serving since", $"{info.StartTime?.ToDateTime():yyyy-MM-dd HH:mm:ss} UTC");
            Row("Clock skew", $"{info.ClockSkewSeconds} s");
            foreach (var each in programs)
                Write(each);
            return ExitCode.Ok;
        });
        return command;

        void Row(string name, string value) => terminal.Out.WriteLine($"{name,-16}{value}");

        void Write(ProgramSummary program)
        {
            var totals = program.Totals ?? new ProgramTotals();
            Row("Program", $"{program.ProgramId}, version {program.Version}: {program.DisplayName}");
            Row("  counts in", $"{program.CurrencyCode}, {program.TimeZone}");
            Row("  members", Number(totals.MemberCount));
            Row("  entries", Number(totals.EntryCount));
            Row("  issued", Number(totals.IssuedPoints));
            Row("  adjusted", Number(totals.AdjustedPoints));
            Row("  burned", Number(totals.BurnedPoints));
            Row("  taken back", Number(totals.ReversedPoints));
            Row("  outstanding", Number(totals.OutstandingPoints));
            Row("  debt", Number(totals.DebtPoints));
        }
    }

    /// <summary>Says that the engine runs no such program, and which it runs.</summary>
    public static string UnknownProgram(Uri server, string programId, GetServerInfoResponse info)
    {
        var known = info.Programs.Count == 0 ? "none" : string.Join(", ", info.Programs.Select(each => each.ProgramId));
        return $"The engine at {server.OriginalString} runs no program {programId}; it runs: {known}.";
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
