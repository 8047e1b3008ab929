using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program check FILE</c></summary>
internal static class ProgramCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The program file (YAML)." };
        var check = new Command("check", "Names every fault of a program file, each with line, path and what was expected.")
        {
            file,
        };
        check.SetAction(parsed => Check(parsed.GetRequiredValue(file), terminal));
        return new Command("program", "Works with program files.") { check };
    }

    private static int Check(string path, Terminal terminal)
    {
        var result = Load(path);
        if (result.IsValid)
        {
            terminal.Out.WriteLine($"{path}: OK");
            WriteSummary(result.Definition, terminal.Out);
            return ExitCode.Ok;
        }

        foreach (var fault in result.Faults)
            terminal.Error.WriteLine($"{path}: {fault}");
        terminal.Error.WriteLine($"Faults: {result.Faults.Count}.");
        return ExitCode.Failure;
    }

    private static ProgramFileResult Load(string path)
    {
        try
        {
            return ProgramFile.Load(path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailedException($"There is no file {path}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static void WriteSummary(ProgramDefinition program, TextWriter to)
    {
        Row("Program", program.DisplayName.Length == 0 ? program.Id : $"{program.Id}: {program.DisplayName}");
        Row("Counts in", $"{program.CurrencyCode}, {program.TimeZone}, purchases since {program.BeginDate:uuuu'-'MM'-'dd}");
        Row("Earning", Earning(program));
        foreach (var rule in program.Earning.Rules)
            Row("  rule", $"{rule.Id}: {Effect(rule)}");
        Row("Exclusions", program.Earning.Exclusions.Count.ToString(CultureInfo.InvariantCulture));
        Row("Burning", program.Burning is { } burning ? Burning(burning, program.CurrencyCode) : "not offered");
        Row("Returns", $"without a reference: {program.Returns.WithoutReference}, shortfall: {program.Returns.Shortfall}");

        void Row(string name, string value) => to.WriteLine($"{name,-12}{value}");
    }

    private static string Earning(ProgramDefinition program)
    {
        var unit = (decimal)Math.Pow(10, program.CurrencyDecimals);
        var per = (program.Earning.PerAmountMinor / unit).ToString(CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{program.Earning.Points:N0} points for each {per} {program.CurrencyCode}, rounded {program.Earning.Rounding}");
    }

    private static string Effect(RuleDefinition rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(rule.FixedPoints is { } points ? $"{points:N0} points" : $"{rule.MultiplierBps / 10_000m:0.####} times the base")}");

    private static string Burning(BurningDefinition burning, string currency) => string.Create(
        CultureInfo.InvariantCulture,
        $"{burning.PointsPerCurrencyUnit:N0} points pay 1 {currency}, at least {burning.MinimumPoints:N0}, in steps of {burning.StepPoints:N0}");
}
