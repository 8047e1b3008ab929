using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A time of each day, in minutes from midnight. Where it ends before it begins, it goes on past midnight; a
/// day of the week is then that on which the purchase happens.</summary>
/// <param name="FromMinute">The first minute, 0 to 1,439.</param>
/// <param name="UntilMinute">The first minute after it, 1 to 1,440, and another than the first.</param>
public readonly record struct DayHours(int FromMinute, int UntilMinute)
{
    /// <summary>The minutes of a day.</summary>
    public const int MinuteCount = 1_440;

    /// <summary>Whether a minute lies in it.</summary>
    public bool Contain(int minute) => FromMinute < UntilMinute
        ? minute >= FromMinute && minute < UntilMinute
        : minute >= FromMinute || minute < UntilMinute;

    /// <summary>As program files write it: 17:00-19:30.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{FromMinute / 60:00}:{FromMinute % 60:00}-{UntilMinute / 60:00}:{UntilMinute % 60:00}");
}
