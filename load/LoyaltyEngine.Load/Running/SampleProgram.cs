using System.Globalization;
using System.Text;
using LoyaltyEngine.Load.Calls;

namespace LoyaltyEngine.Load.Running;

/// <summary>Writes a program file with as many active rules as a run asks for.</summary>
internal static class SampleProgram
{
    // Each rule names five of the hundred categories: of twenty rules every line meets one.
    private const int CategoriesOfRule = 5;

    /// <summary>A base rate and category rules, three multipliers to one of fixed points.</summary>
    /// <param name="programId">The program's id.</param>
    /// <param name="currencyCode">Its currency.</param>
    /// <param name="rules">How many rules.</param>
    /// <param name="timeZone">Whose days are the program's.</param>
    /// <param name="life">The lines that say when points may be burned.</param>
    public static string Write(
        string programId,
        string currencyCode,
        int rules,
        string timeZone = "Europe/London",
        string life = "expiry: never")
    {
        var yaml = new StringBuilder($$"""
            program: {{programId}}
            name: Load
            currency: {{currencyCode}}
            time_zone: {{timeZone}}
            begins: 2010-01-01
            {{life}}
            earning:
              base: { points: 1, per: 1.00, rounding: down }
              conflicts: sum
              rules:

            """);
        for (var rule = 0; rule < rules; rule++)
        {
            var categories = Enumerable.Range(rule * CategoriesOfRule, CategoriesOfRule)
                .Select(number => SampleRequests.Category(number % SampleRequests.Categories));
            var gives = rule % 4 == 0
                ? $"points: {5 + rule % 7}"
                : string.Create(CultureInfo.InvariantCulture, $"multiplier: {1.5m + rule % 3}");
            yaml.Append($$"""
                    - id: rule-{{rule:D4}}
                      when: { category: [{{string.Join(", ", categories)}}] }
                      {{gives}}

                """);
        }

        return yaml.Append("burning: { points_per_unit: 100, minimum: 100, step: 50 }\n").ToString();
    }
}
