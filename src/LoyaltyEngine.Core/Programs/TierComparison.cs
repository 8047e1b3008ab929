namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramComparison"/> that looks at tiers.</summary>
internal static class TierComparison
{
    private const string Path = "tiers";

    public static void Compare(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        var (old, next) = (TierText.Of(before.Tiers), TierText.Of(after.Tiers));
        if (old != next)
            changes.Add(new(Path, "every member", $"{next}; before, {old}"));
        var known = (before.Tiers?.Tiers ?? []).ToDictionary(tier => tier.Id);
        foreach (var tier in after.Tiers?.Tiers ?? [])
        {
            var words = TierText.Of(after, tier);
            if (!known.Remove(tier.Id, out var former))
            {
                changes.Add(new(Path, "members who reach it", $"new tier {words}"));
                continue;
            }

            if (words != TierText.Of(before, former))
            {
                changes.Add(new(
                    Path, $"members of {tier.Id} or near it", $"{words}; before, {TierText.Of(before, former)}"));
            }

            if (tier.DisplayName != former.DisplayName)
            {
                changes.Add(new(Path, $"members of {tier.Id}",
                    $"the tier is called \"{tier.DisplayName}\" instead of \"{former.DisplayName}\""));
            }
        }

        foreach (var tier in (before.Tiers?.Tiers ?? []).Where(tier => known.ContainsKey(tier.Id)))
            changes.Add(new(Path, $"members of {tier.Id}", $"tier {tier.Id} ends: they have the lowest from then on"));
        if (Order(before) != Order(after) && old == next)
        {
            changes.Add(new(
                Path, "every member", $"the tiers in their order are {Order(after)}; before, {Order(before)}"));
        }
    }

    private static string Order(ProgramDefinition program) =>
        string.Join(", ", (program.Tiers?.Tiers ?? []).Select(tier => tier.Id));
}
