using System.Globalization;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// The <c>grpc-timeout</c> header: one to eight digits and a unit out of H, M, S, m, u, n. Anything else is malformed;
/// it is never taken for "no deadline".
/// </summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;
    private const int NanosecondsPerTick = 100;

    /// <summary>Reads a header. Part of a tick counts as a whole one, so that only a zero gives zero.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9)
            return false;

        long value = 0;
        foreach (var digit in text[..^1])
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        long ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => (value + NanosecondsPerTick - 1) / NanosecondsPerTick,
            _ => -1,
        };
        timeout = new TimeSpan(Math.Max(ticks, 0));
        return ticks >= 0;
    }

    /// <summary>
    /// Writes a header in the finest unit that fits, rounded up; the longest there is for longer ones. It must be
    /// positive.
    /// </summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = timeout.Ticks;
        if (ticks <= MaxDigits / NanosecondsPerTick)
            return Text(ticks * NanosecondsPerTick, 'n');
        if (InUnits(ticks, TimeSpan.TicksPerMicrosecond) is <= MaxDigits and var micros)
            return Text(micros, 'u');
        if (InUnits(ticks, TimeSpan.TicksPerMillisecond) is <= MaxDigits and var millis)
            return Text(millis, 'm');
        if (InUnits(ticks, TimeSpan.TicksPerSecond) is <= MaxDigits and var seconds)
            return Text(seconds, 'S');
        if (InUnits(ticks, TimeSpan.TicksPerMinute) is <= MaxDigits and var minutes)
            return Text(minutes, 'M');
        return Text(Math.Min(InUnits(ticks, TimeSpan.TicksPerHour), MaxDigits), 'H');
    }

    private static long InUnits(long ticks, long ticksPerUnit)
        => (ticks / ticksPerUnit) + (ticks % ticksPerUnit == 0 ? 0 : 1);

    private static string Text(long value, char unit)
        => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
