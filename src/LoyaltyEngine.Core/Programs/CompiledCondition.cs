using System.Collections.Frozen;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A condition, compiled, without what the index proves when it hands the rule out. Immutable and
/// thread-safe.</summary>
internal sealed class CompiledCondition
{
    private readonly FrozenSet<string>? _skus;
    private readonly FrozenSet<string>? _categories;
    private readonly FrozenSet<string>? _channels;
    private readonly FrozenSet<string>? _tenders;
    private readonly int[]? _storeOrdinals;
    private readonly int _firstDay = int.MinValue;
    private readonly int _lastDay = int.MaxValue;
    private readonly int _weekdays;
    private readonly DayHours[]? _hours;
    private readonly int[]? _purchases;
    private readonly int _everyPurchase;
    private readonly int _anniversaryDays;
    private readonly FrozenSet<string>? _tiers;
    private readonly CompiledCondition[]? _any;
    private readonly CompiledCondition[]? _not;

    public CompiledCondition(
        RuleCondition condition, IndexKey proven, StoreGroups groups, Func<string, int> storeOrdinalOf)
    {
        if (condition.Skus.Count > 0 && proven != IndexKey.Sku)
            _skus = condition.Skus.ToFrozenSet();
        if (condition.Categories.Count > 0 && proven != IndexKey.Category)
            _categories = condition.Categories.ToFrozenSet();
        if (condition.Channels.Count > 0)
            _channels = condition.Channels.ToFrozenSet();
        if (condition.Tenders.Count > 0)
            _tenders = condition.Tenders.ToFrozenSet();
        if (groups.StoresOf(condition) is { Count: > 0 } stores && proven != IndexKey.Store)
            _storeOrdinals = [.. stores.Select(storeOrdinalOf).Distinct().Order()];
        if (condition.FromDate is { } from)
            _firstDay = ZoneClock.DayOf(from);
        if (condition.ThroughDate is { } through)
            _lastDay = ZoneClock.DayOf(through);
        foreach (var weekday in condition.Weekdays)
            _weekdays |= 1 << (int)weekday;
        if (condition.Hours.Count > 0)
            _hours = [.. condition.Hours];
        if (condition.PurchaseNumbers.Count > 0)
            _purchases = [.. condition.PurchaseNumbers.Order()];
        (_everyPurchase, _anniversaryDays) = (condition.EveryPurchase, condition.AnniversaryDays);
        if (condition.Tiers.Count > 0)
            _tiers = condition.Tiers.ToFrozenSet();
        if (condition.Any.Count > 0)
            _any = [.. condition.Any.Select(Within)];
        if (condition.Not.Count > 0)
            _not = [.. condition.Not.Select(Within)];
        AsksReceipts = _channels is not null || _tenders is not null || _storeOrdinals is not null || _hours is not null
            || _tiers is not null || _purchases is not null || _everyPurchase > 0 || _anniversaryDays > 0
            || _weekdays != 0
            || _firstDay > int.MinValue || _lastDay < int.MaxValue
            || Nested.Any(nested => nested.AsksReceipts);
        AsksLines = _skus is not null || _categories is not null || Nested.Any(nested => nested.AsksLines);

        CompiledCondition Within(RuleCondition nested) => new(nested, IndexKey.None, groups, storeOrdinalOf);
    }

    /// <summary>Whether it asks anything of receipts.</summary>
    public bool AsksReceipts { get; }

    /// <summary>Whether it asks anything of lines.</summary>
    public bool AsksLines { get; }

    private IEnumerable<CompiledCondition> Nested => (_any ?? []).Concat(_not ?? []);

    /// <summary>Whether a condition asks for the time.</summary>
    public static bool AsksTime(RuleCondition condition) =>
        condition.FromDate is not null || condition.ThroughDate is not null
        || condition.Weekdays.Count + condition.Hours.Count > 0 || condition.AnniversaryDays > 0
        || condition.Any.Concat(condition.Not).Any(AsksTime);

    /// <summary>Whether a condition asks for the anniversary of the member.</summary>
    public static bool AsksAnniversary(RuleCondition condition) =>
        condition.AnniversaryDays > 0 || condition.Any.Concat(condition.Not).Any(AsksAnniversary);

    /// <summary>Whether it may hold on a local day, by its dates and days of the week.</summary>
    public bool MayHoldOn(int day) =>
        day >= _firstDay && day <= _lastDay
        && (_weekdays == 0 || (_weekdays & (1 << (int)ZoneClock.WeekdayOf(day))) != 0);

    /// <summary>Whether it holds for a line of a receipt; for any line where it asks nothing of lines.</summary>
    public bool Holds(in BasketLine line, in ReceiptFacts receipt)
    {
        if (!MayHoldOn(receipt.Day))
            return false;
        if (_storeOrdinals is not null && Array.BinarySearch(_storeOrdinals, receipt.StoreOrdinal) < 0)
            return false;
        if (_hours is not null && !IsWithin(_hours, receipt.Minute))
            return false;
        if (_channels is not null && !_channels.Contains(receipt.Channel))
            return false;
        if (_tenders is not null && !IsPaidWithAny(_tenders, receipt.Payments))
            return false;
        if (_purchases is not null && Array.BinarySearch(_purchases, receipt.PurchaseNumber) < 0)
            return false;
        if (_everyPurchase > 0
            && (receipt.PurchaseNumber == 0 || receipt.PurchaseNumber % _everyPurchase != 0))
            return false;
        if (_anniversaryDays > 0 && receipt.DaysSinceAnniversary >= _anniversaryDays)
            return false;
        if (_tiers is not null && !_tiers.Contains(receipt.TierId))
            return false;
        if (_skus is not null && !_skus.Contains(line.Sku))
            return false;
        if (_categories is not null && !IsOfAny(_categories, line.Categories))
            return false;
        return (_any is null || AnyHolds(_any, line, receipt)) && (_not is null || !AnyHolds(_not, line, receipt));
    }

    private static bool AnyHolds(CompiledCondition[] conditions, in BasketLine line, in ReceiptFacts receipt)
    {
        foreach (var condition in conditions)
        {
            if (condition.Holds(line, receipt))
                return true;
        }

        return false;
    }

    private static bool IsWithin(DayHours[] hours, int minute)
    {
        foreach (var one in hours)
        {
            if (one.Contain(minute))
                return true;
        }

        return false;
    }

    private static bool IsPaidWithAny(FrozenSet<string> tenders, Payment[] payments)
    {
        foreach (ref readonly var payment in payments.AsSpan())
        {
            if (tenders.Contains(payment.Tender))
                return true;
        }

        return false;
    }

    private static bool IsOfAny(FrozenSet<string> categories, string[] ofLine)
    {
        foreach (var category in ofLine)
        {
            if (categories.Contains(category))
                return true;
        }

        return false;
    }
}
