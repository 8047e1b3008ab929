namespace LoyaltyEngine.Api.Mapping;

/// <summary>Paths of a program file in the words of the Program message.</summary>
internal static class ProgramPaths
{
    // A word that is another field in each list stands behind the list's name.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["program"] = "program_id",
        ["name"] = "display_name",
        ["currency"] = "currency_code",
        ["begins"] = "begin_date",
        ["reservations.seconds"] = "duration_seconds",
        ["pending.until"] = "until_date",
        ["pending.event"] = "event_code",
        ["per"] = "per_amount_minor",
        ["rules.id"] = "rule_id",
        ["minimum_spend"] = "minimum_spend_minor",
        ["legal_profiles.id"] = "legal_profile_id",
        ["group"] = "group_id",
        ["per_quantity"] = "per_quantity_thousandths",
        ["sku"] = "skus",
        ["category"] = "categories",
        ["store"] = "stores",
        ["store_group"] = "store_groups",
        ["store_groups.id"] = "store_group_id",
        ["channel"] = "channels",
        ["tender"] = "tenders",
        ["tier"] = "tiers",
        ["levels"] = "tiers",
        ["levels.id"] = "tier_id",
        ["retain"] = "retain_threshold",
        ["when.from"] = "from_date",
        ["when.through"] = "through_date",
        ["any.from"] = "from_date",
        ["any.through"] = "through_date",
        ["not.from"] = "from_date",
        ["not.through"] = "through_date",
        ["any"] = "any_of",
        ["not"] = "none_of",
        ["purchase"] = "purchase_numbers",
        ["weekday"] = "weekdays",
        ["minimum_quantity"] = "minimum_quantity_thousandths",
        ["minimum_receipt"] = "minimum_receipt_minor",
        ["multiplier"] = "multiplier_bps",
        ["points_per_unit"] = "points_per_currency_unit",
        ["minimum"] = "minimum_points",
        ["step"] = "step_points",
        ["maximum"] = "maximum_points",
        ["daily_maximum"] = "daily_maximum_points",
    };

    /// <summary>The field: of <c>earning.base.per</c> it is <c>earning.base.per_amount_minor</c>.</summary>
    public static string ToField(string path)
    {
        var (fields, list) = (new List<string>(), "");
        foreach (var part in path.Split('.'))
        {
            var end = part.IndexOf('[', StringComparison.Ordinal);
            var (word, index) = end < 0 ? (part, "") : (part[..end], part[end..]);
            fields.Add((Words.GetValueOrDefault($"{list}.{word}") ?? Words.GetValueOrDefault(word, word)) + index);
            list = word;
        }

        return string.Join('.', fields);
    }
}
