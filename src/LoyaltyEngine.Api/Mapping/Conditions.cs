using Google.Type;
using LoyaltyEngine.Core.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Groups of stores and what rules apply to, as the API shows them.</summary>
internal static class Conditions
{
    private const int MinutesPerHour = 60;

    /// <summary>A group of stores.</summary>
    public static V1.StoreGroup ToProto(StoreGroupDefinition group) =>
        new() { StoreGroupId = group.Id, Stores = { group.Stores }, TimeZone = group.TimeZone };

    /// <summary>A condition; an empty message where it always holds.</summary>
    public static V1.RuleCondition ToProto(RuleCondition condition) => new()
    {
        Skus = { condition.Skus },
        Categories = { condition.Categories },
        Stores = { condition.Stores },
        StoreGroups = { condition.StoreGroups },
        Channels = { condition.Channels },
        Tenders = { condition.Tenders },
        FromDate = condition.FromDate is { } from ? Programs.ToProto(from) : null,
        ThroughDate = condition.ThroughDate is { } through ? Programs.ToProto(through) : null,
        // Both count from Monday, as 1.
        Weekdays = { condition.Weekdays.Select(day => (Google.Type.DayOfWeek)(int)day) },
        Hours = { condition.Hours.Select(ToProto) },
        PurchaseNumbers = { condition.PurchaseNumbers },
        EveryPurchase = condition.EveryPurchase,
        AnniversaryDays = condition.AnniversaryDays,
        Tiers = { condition.Tiers },
        AnyOf = { condition.Any.Select(ToProto) },
        NoneOf = { condition.Not.Select(ToProto) },
        MinimumSpendMinor = condition.MinimumSpendMinor,
        MinimumQuantityThousandths = condition.MinimumQuantityThousandths,
        MinimumReceiptMinor = condition.MinimumReceiptMinor,
    };

    private static V1.DayHours ToProto(DayHours hours) =>
        new() { Begin = TimeOf(hours.FromMinute), End = TimeOf(hours.UntilMinute) };

    private static TimeOfDay TimeOf(int minute) =>
        new() { Hours = minute / MinutesPerHour, Minutes = minute % MinutesPerHour };
}
