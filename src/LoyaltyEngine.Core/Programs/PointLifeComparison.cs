namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramComparison"/> that looks at when points may be burned.</summary>
internal static class PointLifeComparison
{
    public static void Compare(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        const string earners = "every purchase from then on; points earned before keep their dates";
        var (expiry, next) = (PointLifeText.Of(before.Expiry), PointLifeText.Of(after.Expiry));
        if (expiry != next)
            changes.Add(new("expiry", earners, $"points {next}; before, they {expiry}"));
        var (inactivity, nextInactivity) = (PointLifeText.Of(before.Inactivity), PointLifeText.Of(after.Inactivity));
        if (inactivity != nextInactivity)
        {
            changes.Add(new(
                "inactivity",
                "every activity from then on; no points lapse earlier by it",
                $"points {nextInactivity}; before, they {inactivity}"));
        }

        var (pending, nextPending) = (PointLifeText.Of(before.Pending), PointLifeText.Of(after.Pending));
        if (pending != nextPending)
            changes.Add(new("pending", earners, $"points are available {nextPending}; before, {pending}"));
    }
}
