using System.Globalization;

namespace LoyaltyEngine.Cli.Sample;

/// <summary>One article of the sample's range.</summary>
/// <param name="StockCode">Five digits, some with a letter, as UCI's are.</param>
/// <param name="Description">What it is; some hold commas and quotes, as real ones do.</param>
/// <param name="Price">In currency units, as text.</param>
internal sealed record SampleArticle(string StockCode, string Description, string Price)
{
    private static readonly string[] Kinds =
    [
        "LANTERN", "MUG", "TEA TOWEL", "NAPKINS, PACK OF 20", "JAM JAR", "12\" RULER", "DOORMAT", "CAKE TIN",
        "CAFÉ CUP",
    ];

    private static readonly string[] Looks =
        ["RED", "WHITE", "BLUE SPOTTY", "RETRO", "HEART", "VINTAGE", "ENAMEL", "SET OF 3"];

    private static readonly string[] Prices =
        ["0.29", "0.42", "0.85", "1.25", "1.65", "2.10", "2.55", "3.75", "4.95", "7.95"];

    /// <summary>The article of a rank in the range; the most popular has rank 0.</summary>
    public static SampleArticle OfRank(int rank)
    {
        var mixed = new SampleRandom((ulong)rank);
        var code = (20000 + (rank * 7)).ToString(CultureInfo.InvariantCulture);
        if (mixed.Chance(0.1))
            code += (char)('A' + mixed.Below(4));
        var description = $"{Looks[mixed.Below(Looks.Length)]} {Kinds[mixed.Below(Kinds.Length)]}";
        return new SampleArticle(code, description, Prices[mixed.Below(Prices.Length)]);
    }
}
