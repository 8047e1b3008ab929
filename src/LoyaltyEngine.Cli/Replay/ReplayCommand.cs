using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Online;
using NodaTime;
using Spectre.Console;

namespace LoyaltyEngine.Cli.Replay;

/// <summary><c>loyalty replay FILE</c></summary>
internal static class ReplayCommand
{
    private const int MaxConnections = 64;
    private const int MaxInFlight = 16_384;

    private const string Description =
        "Feeds a file of purchases to an engine. Running it again changes nothing; after a stop it carries on.";

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = $"CSV, plain or gzipped, with the header {InvoiceColumns.Header}",
        };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var zone = Zone();
        var dateFormat = new Option<string>("--date-format")
        {
            Description = "How InvoiceDate is written, in .NET's notation.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => InvoiceLineParser.UciDateFormat,
        };
        var currency = new Option<string>("--currency")
        {
            Description = "The currency of UnitPrice; one with two decimals.",
            HelpName = "CODE",
            DefaultValueFactory = _ => "GBP",
        };
        var connections = ServerOptions.Between(
            "--connections", "How many connections to open.", 1, MaxConnections, usual: 4);
        var inFlight = ServerOptions.Between(
            "--in-flight", "How many invoices may be under way at once.", 1, MaxInFlight, usual: 64);
        var errors = new Option<string?>("--errors")
        {
            Description = "Writes each line that was skipped to this CSV file, with its number and the reason.",
            HelpName = "FILE",
        };
        var match = new Option<bool>("--match-returns")
        {
            Description = "Refunds cancellations by reference to the sales they bring goods back of: the member's "
                + "latest ones of the article at the price. What none is found for is returned without a reference.",
        };
        var json = new Option<bool>("--json") { Description = "Prints the summary as one JSON object." };
        var limit = new Option<int?>("--limit")
        {
            Description = "Replays only so many invoices and cancellations.",
            HelpName = "N",
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < 1)
                result.AddError($"--limit {value} is not at least 1.");
        });

        var command = new Command("replay", Description)
        {
            file, server, program, zone, dateFormat, currency, connections, inFlight, match, errors, json,
            limit,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ReplayOptions
            {
                File = parsed.GetRequiredValue(file),
                Server = parsed.GetRequiredValue(server),
                ProgramId = parsed.GetRequiredValue(program),
                Zone = parsed.GetRequiredValue(zone),
                DateFormat = parsed.GetRequiredValue(dateFormat),
                CurrencyCode = parsed.GetRequiredValue(currency),
                Connections = parsed.GetRequiredValue(connections),
                InFlight = parsed.GetRequiredValue(inFlight),
                MatchReturns = parsed.GetValue(match),
                ErrorFile = parsed.GetValue(errors),
                Json = parsed.GetValue(json),
                Limit = parsed.GetValue(limit) ?? long.MaxValue,
            },
            terminal,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ReplayOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var toError = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) };
        IReplayProgress progress = terminal.IsWatched
            ? new BarProgress(AnsiConsole.Create(toError), terminal.Time)
            : new LineProgress(terminal.Error, terminal.Time);
        var summary = await new ReplayRun(options, progress, terminal.Time).RunAsync(cancellation);

        if (options.Json)
            await terminal.Out.WriteLineAsync(summary.ToJson());
        else
            SummaryText.Write(terminal.Out, summary);
        if (summary.Refused == 0)
            return ExitCode.Ok;

        await terminal.Error.WriteLineAsync(
            $"The engine refused {summary.Refused} invoices; see the reasons that begin with "
            + $"{SkipReason.RefusedPrefix}{(options.ErrorFile is null ? ", and --errors FILE for the lines." : ".")}");
        return ExitCode.Failure;
    }

    private static Option<string> Zone()
    {
        var option = new Option<string>("--zone")
        {
            Description = "The time zone of InvoiceDate, by the tz database.",
            HelpName = "ZONE",
            DefaultValueFactory = _ => "Europe/London",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(result.Tokens[0].Value) is null)
                result.AddError($"--zone {result.Tokens[0].Value} is not a time zone of the tz database.");
        });
        return option;
    }
}
