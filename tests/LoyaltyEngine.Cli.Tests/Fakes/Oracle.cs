using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>The scripts that know the rules and not the engine.</summary>
internal static class Oracle
{
    private const string Totals = "uci_totals.py";

    /// <summary>What a replay of the file must end with. Skips the test where there is no Python.</summary>
    public static async Task<Dictionary<string, long>> TotalsAsync(string file, params string[] options)
    {
        using var json = JsonDocument.Parse(await RunAsync(Totals, [file, .. options]));
        return Numbers(json.RootElement);
    }

    /// <summary>The invoice numbers of each member in the file's order.</summary>
    public static async Task<Dictionary<string, string[]>> OrderAsync(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(await RunAsync(Totals, file, "--order"))!;

    /// <summary>Every number of an object, inner ones as key.key.</summary>
    public static Dictionary<string, long> Numbers(JsonElement json) => json.EnumerateObject()
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object
            ? Numbers(property.Value).Select(inner => ($"{property.Name}.{inner.Key}", inner.Value))
            : [(property.Name, (long)property.Value.GetDouble())])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>The root of each day in a journal's folder, by day: entries and root.</summary>
    public static async Task<Dictionary<string, (long Entries, string Root)>> DayRootsAsync(string journalFolder) =>
        (await RunAsync("day_roots.py", journalFolder)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(part => part[0], part => (long.Parse(part[1], CultureInfo.InvariantCulture), part[2]));

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "oracle", script);
        Process process;
        try
        {
            process = Process.Start(
                new ProcessStartInfo("python3", [path, .. arguments]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed.");
            throw;
        }

        using (process)
        {
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, string.Create(CultureInfo.InvariantCulture, $"{script} failed"));
            return output;
        }
    }
}
