using System.Buffers;
using System.Globalization;
using System.Text;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// Writes a definition as a program file, the same one the same way: reading the file gives the definition again.
/// Stateless and thread-safe.
/// </summary>
public static class ProgramFileWriter
{
    private const int QuantityDecimals = 3;
    private const int MultiplierDecimals = 4;

    private static readonly SearchValues<char> PlainFirst =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> PlainRest =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    // Words that other readers of YAML take for something else than text.
    private static readonly string[] NoText = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

    /// <summary>The program file; the definition must be without faults.</summary>
    public static string Write(ProgramDefinition program)
    {
        var to = new StringBuilder();
        Line(to, $"program: {Quote(program.Id)}");
        if (program.DisplayName.Length > 0)
            Line(to, $"name: {Quote(program.DisplayName)}");
        Line(to, $"currency: {Quote(program.CurrencyCode)}");
        Line(to, $"time_zone: {Quote(program.TimeZone)}");
        Line(to, $"begins: {program.BeginDate:uuuu'-'MM'-'dd}");
        if (program.LateDays > 0)
            Line(to, $"late_days: {program.LateDays}");
        WriteLife(to, program);
        TierSectionWriter.Write(to, program);
        Line(to, $"");
        ConditionWriter.WriteStoreGroups(to, program.StoreGroups);
        WriteEarning(to, program);
        if (program.Burning is { } burning)
        {
            Line(to, $"");
            Line(to, $"burning:");
            Line(to, $"  points_per_unit: {burning.PointsPerCurrencyUnit}");
            Line(to, $"  minimum: {burning.MinimumPoints}");
            Line(to, $"  step: {burning.StepPoints}");
            if (burning.Reservations is { } reservations)
            {
                Line(to, $"  reservations:");
                Line(to, $"    seconds: {reservations.DurationSeconds}");
                Line(to, $"    maximum_seconds: {reservations.MaximumSeconds}");
                Line(to, $"    lots_expire: {(reservations.LotsExpire ? "true" : "false")}");
            }
        }
        Line(to, $"");
        Line(to, $"returns:");
        Line(to, $"  without_reference: {Word(program.Returns.WithoutReference)}");
        Line(to, $"  shortfall: {Word(program.Returns.Shortfall)}");
        if (program.Returns.WaitDays > 0)
            Line(to, $"  wait_days: {program.Returns.WaitDays}");
        if (program.Returns.GraceDays > 0)
            Line(to, $"  grace_days: {program.Returns.GraceDays}");
        if (program.Adjustments is { } adjustments)
            WriteAdjustments(to, adjustments);
        MemberSectionWriter.Write(to, program);
        return to.ToString();
    }

    private static void WriteLife(StringBuilder to, ProgramDefinition program)
    {
        if (program.Expiry is not { } expiry)
        {
            Line(to, $"expiry: never");
        }
        else
        {
            Line(to, $"expiry:");
            if (expiry.Period > 0)
                Line(to, $"  {expiry.Unit.ToString().ToLowerInvariant()}: {expiry.Period}");
            if (expiry.Dates.Count > 0)
                Line(to, $"  dates: [{string.Join(", ", expiry.Dates.Select(PointLifeReader.DayOfYear.Format))}]");
            else
                Line(to, $"  round_to: {expiry.RoundTo.ToString().ToLowerInvariant()}");
        }

        if (program.Inactivity is { } inactivity)
        {
            Line(to, $"inactivity:");
            Line(to, $"  {inactivity.Unit.ToString().ToLowerInvariant()}: {inactivity.Period}");
            Line(to, $"  notice_days: {inactivity.NoticeDays}");
            Line(to, $"  activities: {MemberSectionWriter.Actions(inactivity.Activities)}");
        }

        if (program.Pending is { } pending)
        {
            Line(to, $"pending:");
            if (pending.UntilDate is { } date)
                Line(to, $"  until: {date:uuuu'-'MM'-'dd}");
            if (pending.Days > 0)
                Line(to, $"  days: {pending.Days}");
            if (pending.Event.Length > 0)
                Line(to, $"  event: {Quote(pending.Event)}");
        }
    }

    private static void WriteAdjustments(StringBuilder to, AdjustmentDefinition adjustments)
    {
        Line(to, $"");
        Line(to, $"adjustments:");
        Line(to, $"  maximum: {adjustments.MaximumPoints}");
        Line(to, $"  daily_maximum: {adjustments.DailyMaximumPoints}");
        if (adjustments.Reasons.Count > 0)
            Line(to, $"  reasons: {List(adjustments.Reasons)}");
        Line(to, $"  shortfall: {(adjustments.Shortfall == AdjustmentShortfall.Debt ? "debt" : "refuse")}");
    }

    private static void WriteEarning(StringBuilder to, ProgramDefinition program)
    {
        var earning = program.Earning;
        Line(to, $"earning:");
        Line(to, $"  base:");
        Line(to, $"    points: {earning.Points}");
        Line(to, $"    per: {Decimal(earning.PerAmountMinor, program.CurrencyDecimals)}");
        Line(to, $"    rounding: {Word(earning.Rounding)}");
        if (earning.Scope == RateScope.Line)
            Line(to, $"    scope: line");
        Line(to, $"  conflicts: {Word(earning.Conflicts)}");
        if (earning.Rules.Count > 0)
            Line(to, $"  rules:");
        foreach (var rule in earning.Rules)
            WriteRule(to, rule, program.CurrencyDecimals);
        if (earning.Exclusions.Count > 0)
            Line(to, $"  exclusions:");
        foreach (var exclusion in earning.Exclusions)
        {
            var lists = ConditionWriter.Lists(exclusion.Skus, exclusion.Categories);
            Line(to, $"    - {{ {string.Join(", ", lists)} }}");
        }
    }

    private static void WriteRule(StringBuilder to, RuleDefinition rule, int decimals)
    {
        Line(to, $"    - id: {Quote(rule.Id)}");
        if (ConditionWriter.Write(rule.When, decimals) is { Length: > 0 } when)
            Line(to, $"      when: {when}");
        if (rule.MultiplierBps is { } multiplierBps)
            Line(to, $"      multiplier: {Decimal(multiplierBps, MultiplierDecimals)}");
        if (rule.FixedPoints is { } points)
            Line(to, $"      points: {points}");
        if (rule.Rate is { } rate)
            Line(to, $"      rate: {{ {string.Join(", ", Parts(rate, decimals))} }}");
        if (rule.MaximumPoints > 0)
            Line(to, $"      maximum: {rule.MaximumPoints}");
        if (rule.Group.Length > 0)
            Line(to, $"      group: {Quote(rule.Group)}");
        if (rule.Priority > 0)
            Line(to, $"      priority: {rule.Priority}");
    }

    private static IEnumerable<string> Parts(RuleRate rate, int decimals)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"points: {rate.Points}");
        yield return rate.PerQuantityThousandths > 0
            ? $"per_quantity: {Decimal(rate.PerQuantityThousandths, QuantityDecimals)}"
            : $"per: {Decimal(rate.PerAmountMinor, decimals)}";
        yield return $"rounding: {Word(rate.Rounding)}";
        if (rate.Scope == RateScope.Line)
            yield return "scope: line";
    }

    /// <summary>A list of words.</summary>
    internal static string List(IReadOnlyList<string> words) => $"[{string.Join(", ", words.Select(Quote))}]";

    /// <summary>A text, quoted where it needs to be.</summary>
    internal static string Quote(string text) => IsPlain(text) ? text : Quoted(text);

    private static bool IsPlain(string text) =>
        PlainFirst.Contains(text[0])
        && !text.AsSpan().ContainsAnyExcept(PlainRest)
        && !NoText.Contains(text, StringComparer.OrdinalIgnoreCase);

    // Within double quotes, what is no letter, digit or plain ASCII is written by its number.
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                quoted.Append('\\').Append((char)rune.Value);
            else if (rune.Value is >= ' ' and <= '~' || (rune.IsBmp && Rune.IsLetterOrDigit(rune)))
                quoted.Append(rune.ToString());
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        }
        return quoted.Append('"').ToString();
    }

    private static string Word(ConflictPolicy policy) => policy switch
    {
        ConflictPolicy.Sum => "sum",
        ConflictPolicy.BestForMember => "best_for_member",
        ConflictPolicy.BestForMerchant => "best_for_merchant",
        _ => "priority",
    };

    private static string Word(RoundingMode rounding) => rounding switch
    {
        RoundingMode.Down => "down",
        RoundingMode.HalfUp => "half_up",
        _ => "up",
    };

    private static string Word(UnreferencedReturns returns) =>
        returns == UnreferencedReturns.TakeBack ? "take_back" : "refuse";

    private static string Word(ShortfallPolicy policy) => policy == ShortfallPolicy.Debt ? "debt" : "forgive";

    /// <summary>A number with at most so many decimals.</summary>
    internal static string Decimal(long scaled, int decimals)
    {
        var digits = Int128.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = scaled < 0 ? "-" : "";
        if (decimals == 0)
            return sign + digits;
        var fraction = decimals > 2 ? digits[^decimals..].TrimEnd('0') : digits[^decimals..];
        return fraction.Length == 0 ? sign + digits[..^decimals] : $"{sign}{digits[..^decimals]}.{fraction}";
    }

    /// <summary>Appends a line.</summary>
    internal static void Line(StringBuilder to, FormattableString line) =>
        to.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
