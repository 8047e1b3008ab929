using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Invoices;
using LoyaltyEngine.Cli.Online;

namespace LoyaltyEngine.Cli.Sample;

/// <summary><c>loyalty sample</c></summary>
internal static class SampleCommand
{
    public static Command Create(Terminal terminal)
    {
        var usual = new SampleOptions();
        var days = ServerOptions.Between("--days", "How many trading days.", 1, SampleOptions.MaxDays, usual.Days);
        var stores = ServerOptions.Between("--stores", "How many stores.", 1, SampleOptions.MaxStores, usual.Stores);
        var seed = ServerOptions.Between(
            "--seed", "Another number makes other days.", 0, int.MaxValue, usual.Seed);
        var begin = Begin(usual.FirstDay);
        var path = new Option<string?>("--out")
        {
            Description = "Writes to this file (gzipped where it ends in .gz) instead of standard output.",
            HelpName = "FILE",
        };
        var command = new Command(
            "sample", "Makes up trading days in the columns that replay reads. The same options make the same file.")
        {
            days, stores, seed, begin, path,
        };
        command.SetAction(parsed =>
        {
            var options = new SampleOptions
            {
                Days = parsed.GetRequiredValue(days),
                Stores = parsed.GetRequiredValue(stores),
                Seed = parsed.GetRequiredValue(seed),
                FirstDay = parsed.GetRequiredValue(begin),
            };
            if (parsed.GetValue(path) is { } file)
                WriteFile(file, options, terminal);
            else
                Write(terminal.Out, options);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Writes header and lines, each ended by LF. Gives the number of lines.</summary>
    public static long Write(TextWriter to, SampleOptions options)
    {
        var count = 0L;
        to.Write(InvoiceColumns.Header + "\n");
        foreach (var line in new SampleTradingDays(options).Lines())
        {
            to.Write(line.ToCsv());
            to.Write('\n');
            count++;
        }

        to.Flush();
        return count;
    }

    private static void WriteFile(string path, SampleOptions options, Terminal terminal)
    {
        try
        {
            using var bytes = File.Create(path);
            using var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(bytes, CompressionLevel.Optimal)
                : null;
            using var text = new StreamWriter((Stream?)packed ?? bytes, new UTF8Encoding(false));
            var count = Write(text, options);
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote {count:N0} lines to {path}. Feed them with: {Invocation.Prefix} replay {path}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be written: {failure.Message}", failure);
        }
    }

    private static Option<DateOnly> Begin(DateOnly usual) => new("--begin")
    {
        Description = "The first trading day.",
        HelpName = "YYYY-MM-DD",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!DateOnly.TryParseExact(
                    text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                result.AddError($"--begin {text} is not a date like {usual:yyyy-MM-dd}.");
            return day;
        },
    };
}
