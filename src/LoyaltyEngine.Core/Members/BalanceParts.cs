using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Sorts what entries did to a balance by kind, program version and rule or reason. Whatever the entries, the parts sum
/// to their points. Not thread-safe.
/// </summary>
public sealed class BalanceParts
{
    /// <summary>The most parts that are told one by one; what is beyond them is told as one.</summary>
    public const int CountMax = 1_000;

    private readonly Dictionary<(BalancePartKind Kind, long Version, string Name), (long Entries, long Points)> _parts =
        [];

    /// <summary>Takes an entry in.</summary>
    public void Add(MemberEvent entry)
    {
        var version = entry.Origin.ProgramVersion;
        switch (entry)
        {
            case MemberEvent.PointsEarned earned:
                AddRules(BalancePartKind.Earned, version, earned.AppliedRules, sign: 1);
                break;
            case MemberEvent.PurchaseReturned returned:
                AddReturned(version, returned);
                break;
            case MemberEvent.PurchaseExchanged exchanged:
                AddReturned(version, exchanged.Returned);
                AddRules(BalancePartKind.Earned, version, exchanged.Earned.AppliedRules, sign: 1);
                break;
            case MemberEvent.PointsAdjusted adjusted:
                Add(BalancePartKind.Adjusted, version, adjusted.ReasonCode, entry.Points);
                break;
            case MemberEvent.DebtWrittenOff writtenOff:
                Add(BalancePartKind.WrittenOff, version, writtenOff.ReasonCode, entry.Points);
                break;
            default:
                if (KindOf(entry) is var kind and not BalancePartKind.None)
                    Add(kind, version, "", entry.Points);
                break;
        }
    }

    /// <summary>What an entry is, as a part of a balance; none where it moves no points. An exchange is the purchase,
    /// which alone opens a lot.</summary>
    public static BalancePartKind KindOf(MemberEvent entry) => entry switch
    {
        MemberEvent.PointsEarned or MemberEvent.PurchaseExchanged => BalancePartKind.Earned,
        MemberEvent.PointsBurned => BalancePartKind.Burned,
        MemberEvent.PurchaseReturned => BalancePartKind.Returned,
        MemberEvent.PointsAdjusted => BalancePartKind.Adjusted,
        MemberEvent.PointsReversed { WasAdjustment: true } => BalancePartKind.AdjustmentReversed,
        MemberEvent.PointsReversed { WasBurn: true } => BalancePartKind.BurnReversed,
        MemberEvent.PointsReversed => BalancePartKind.EarnReversed,
        MemberEvent.PointsExpired => BalancePartKind.Expired,
        MemberEvent.DebtWrittenOff => BalancePartKind.WrittenOff,
        _ => entry.Points == 0 ? BalancePartKind.None : BalancePartKind.Other,
    };

    /// <summary>The parts, by kind, version and name; the largest where there are too many, and the rest as
    /// one.</summary>
    public IReadOnlyList<BalancePart> ToList()
    {
        var parts = _parts.Select(part =>
            new BalancePart(part.Key.Kind, part.Key.Version, part.Key.Name, part.Value.Entries, part.Value.Points));
        if (_parts.Count <= CountMax)
            return [.. Sorted(parts)];

        var bySize = parts.OrderByDescending(part => Math.Abs(part.Points)).ToList();
        var rest = bySize[(CountMax - 1)..];
        var other = new BalancePart(
            BalancePartKind.Other, 0, "", rest.Sum(part => part.EntryCount), rest.Sum(part => part.Points));
        return [.. Sorted(bySize.Take(CountMax - 1)), other];
    }

    private static IEnumerable<BalancePart> Sorted(IEnumerable<BalancePart> parts) =>
        parts.OrderBy(part => part.Kind).ThenBy(part => part.ProgramVersion)
            .ThenBy(part => part.Name, StringComparer.Ordinal);

    private void AddReturned(long version, MemberEvent.PurchaseReturned returned)
    {
        AddRules(BalancePartKind.Returned, version, returned.AppliedRules, sign: -1);
        if (returned.ForgivenPoints != 0)
            Add(BalancePartKind.Forgiven, version, "", returned.ForgivenPoints);
        if (returned.OfSale is { ExpiredPoints: > 0 and var expired })
            Add(BalancePartKind.ExpiredBefore, version, "", expired);
    }

    private void AddRules(BalancePartKind kind, long version, AppliedRule[] rules, int sign)
    {
        foreach (ref readonly var rule in rules.AsSpan())
            Add(kind, version, rule.RuleId, sign * rule.Points);
    }

    private void Add(BalancePartKind kind, long version, string name, long points)
    {
        var (entries, sum) = _parts.GetValueOrDefault((kind, version, name));
        _parts[(kind, version, name)] = (entries + 1, sum + points);
    }
}
