namespace LoyaltyEngine.Runtime.Tests;

/// <summary>A program that is easily reckoned with: a pound a point, a point a penny.</summary>
internal static class TestProgram
{
    public const string Id = "shop";

    public const string Source = """
        program: shop
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        expiry: never
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning: { points_per_unit: 100, minimum: 1, step: 1 }
        returns: { without_reference: take_back, shortfall: debt }
        adjustments: { maximum: 1000, daily_maximum: 1000000, shortfall: debt }
        """;

    /// <summary>The same with two points a pound.</summary>
    public static string Doubled { get; } = Source.Replace("points: 1,", "points: 2,", StringComparison.Ordinal);
}
