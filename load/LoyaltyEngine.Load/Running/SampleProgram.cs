using System.Text;
using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>Writes a program file with as many active rules as a run asks for.</summary>
internal static class SampleProgram
{
    private const int Categories = 100;

    /// <summary>
    /// One base rate and so many category rules, each for a few of the 100 categories that baskets draw from, so that a
    /// five-line basket meets several of twenty.
    /// </summary>
    public static string Write(string programId, string currencyCode, int rules)
    {
        var yaml = new StringBuilder($"""
            program: {programId}
            name: Load
            currency: {currencyCode}
            time_zone: Europe/London
            begin: 2010-01-01
            earn:
              points: 1
              per_amount_minor: 100
              rules:

            """);
        for (var rule = 0; rule < rules; rule++)
        {
            yaml.Append($"    - id: rule-{rule:D4}\n      match:\n        categories: [");
            yaml.AppendJoin(", ", Enumerable.Range(0, 5).Select(i => SampleRequests.Category((rule * 5 + i) % Categories)));
            yaml.Append("]\n");
            yaml.Append(rule % 4 == 0 ? $"      fixed_points: {5 + rule % 7}\n" : $"      multiplier_bps: {20_000 + rule % 3 * 5_000}\n");
        }

        return yaml.ToString();
    }
}
