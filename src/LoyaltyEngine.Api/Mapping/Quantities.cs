using System.Globalization;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Quantities as the API writes them: decimal text without needless zeros.</summary>
internal static class Quantities
{
    private const decimal Thousandths = 1000m;

    /// <summary>The quantity as text: 435 is "0.435", 2000 is "2".</summary>
    public static string ToText(long quantityThousandths) =>
        (quantityThousandths / Thousandths).ToString("0.###", CultureInfo.InvariantCulture);
}
