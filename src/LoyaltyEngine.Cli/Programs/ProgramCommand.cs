using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program check FILE</c>, and what asks an engine for its programs.</summary>
internal static class ProgramCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The program file (YAML)." };
        var check = new Command(
            "check", "Names every fault of a program file, each with line, path and what was expected.")
        {
            file,
        };
        check.SetAction(parsed => Check(parsed.GetRequiredValue(file), terminal));
        return new Command("program", "Works with program files and with the programs of an engine.")
        {
            check,
            ShowCommand.Create(terminal),
            VersionsCommand.Create(terminal),
            PublishCommand.Create(terminal),
            PreviewTiersCommand.Create(terminal),
            RetireCommand.Create(terminal),
            ExportCommand.Create(terminal),
        };
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

        WriteFaults(path, result, terminal);
        return ExitCode.Failure;
    }

    /// <summary>The id and the text of a program file; null, and its faults told, where it has any.</summary>
    public static (string ProgramId, string Yaml)? LoadChecked(string path, Terminal terminal)
    {
        var result = Load(path);
        if (result.IsValid)
            return (result.Definition.Id, File.ReadAllText(path));
        WriteFaults(path, result, terminal);
        return null;
    }

    private static void WriteFaults(string path, ProgramFileResult result, Terminal terminal)
    {
        foreach (var fault in result.Faults)
            terminal.Error.WriteLine($"{path}: {fault}");
        terminal.Error.WriteLine($"Faults: {result.Faults.Count}.");
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
        Row("Counts in", $"{program.CurrencyCode}, {program.TimeZone}");
        Row("Begins", $"{program.BeginDate:uuuu'-'MM'-'dd}");
        Row("Earning", RuleText.RateOf(program, AppliedRule.BaseRuleId));
        foreach (var rule in program.Earning.Rules)
        {
            var (rate, condition) = (RuleText.RateOf(program, rule.Id), RuleText.ConditionOf(program, rule.Id));
            Row("  rule", $"{rule.Id}: {rate}, for {condition}");
        }

        Row("Exclusions", program.Earning.Exclusions.Count.ToString(CultureInfo.InvariantCulture));
        Row("Burning", program.Burning is { } burning ? Burning(burning, program.CurrencyCode) : "not offered");
        Row("Available", PointLifeText.Of(program.Pending));
        Row("Points", program.Inactivity is null
            ? PointLifeText.Of(program.Expiry)
            : PointLifeText.Of(program.Inactivity));
        Row("Tiers", TierText.Of(program.Tiers));
        foreach (var tier in program.Tiers?.Tiers ?? [])
            Row("  tier", TierText.Of(program, tier));
        foreach (var profile in program.Enrolment.LegalProfiles.Where(profile => profile.Law != ExpiryLaw.None))
            Row("  law", Law(profile));
        Row("Returns", $"unreferenced: {program.Returns.WithoutReference}, shortfall: {program.Returns.Shortfall}");

        void Row(string name, string value) => to.WriteLine($"{name,-12}{value}");
    }

    private static string Law(LegalProfileDefinition profile)
    {
        var law = profile.Law == ExpiryLaw.Quebec ? "Québec" : "Ontario";
        return profile.Exemption == ExpiryExemption.None
            ? $"{profile.Id}: kept, {law}"
            : $"{profile.Id}: exempt from {law} by the chain's own account";
    }

    private static string Burning(BurningDefinition burning, string currency)
    {
        var reserved = burning.Reservations is { } held
            ? string.Create(CultureInfo.InvariantCulture, $", reserved for {held.DurationSeconds:N0} s")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"points {burning.PointsPerCurrencyUnit:N0} pay 1 {currency}, "
            + $"at least {burning.MinimumPoints:N0}, in steps of {burning.StepPoints:N0}{reserved}");
    }
}
