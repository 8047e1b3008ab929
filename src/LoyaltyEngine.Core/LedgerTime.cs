using NodaTime;

namespace LoyaltyEngine.Core;

/// <summary>
/// A moment of the ledger in nanoseconds since 1970-01-01T00:00:00Z, from the year 1678 to 2261. Eight bytes, so that
/// it costs little in lots and records; calendar arithmetic is done on <see cref="Instant"/>. The default value is
/// 1970-01-01T00:00:00Z.
/// </summary>
public readonly record struct LedgerTime(long UnixNanoseconds) : IComparable<LedgerTime>
{
    /// <summary>The nanoseconds of 24 hours.</summary>
    public const long NanosecondsPerDay = 86_400_000_000_000;

    /// <summary>Before every other moment.</summary>
    public static LedgerTime Earliest => new(long.MinValue);

    /// <summary>After every other moment: stands for "never".</summary>
    public static LedgerTime Never => new(long.MaxValue);

    /// <summary>After every moment but "never": stands for the moment at which a member's points lapse for want of
    /// activity, which moves on with every activity.</summary>
    public static LedgerTime WhenInactive => new(long.MaxValue - 1);

    /// <summary>Whether this stands for "when inactive".</summary>
    public bool IsWhenInactive => UnixNanoseconds == long.MaxValue - 1;

    /// <summary>Whether this is a moment, and stands for nothing else.</summary>
    public bool IsMoment => UnixNanoseconds < long.MaxValue - 1;

    /// <summary>Whether this stands for "never".</summary>
    public bool IsNever => UnixNanoseconds == long.MaxValue;

    /// <summary>A moment from the instant; exact.</summary>
    /// <exception cref="OverflowException">The instant lies outside the years that this type can hold.</exception>
    public static LedgerTime FromInstant(Instant instant) =>
        new((instant - NodaConstants.UnixEpoch).ToInt64Nanoseconds());

    /// <summary>The moment as an instant; exact.</summary>
    public Instant ToInstant() => NodaConstants.UnixEpoch.PlusNanoseconds(UnixNanoseconds);

    /// <summary>So many seconds later.</summary>
    public LedgerTime PlusSeconds(long seconds) => new(checked(UnixNanoseconds + (seconds * 1_000_000_000)));

    /// <summary>So many days of 24 hours later.</summary>
    public LedgerTime PlusDays(long days) => new(checked(UnixNanoseconds + (days * NanosecondsPerDay)));

    /// <inheritdoc/>
    public int CompareTo(LedgerTime other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    public static bool operator <(LedgerTime left, LedgerTime right) => left.UnixNanoseconds < right.UnixNanoseconds;

    public static bool operator >(LedgerTime left, LedgerTime right) => left.UnixNanoseconds > right.UnixNanoseconds;

    public static bool operator <=(LedgerTime left, LedgerTime right) => left.UnixNanoseconds <= right.UnixNanoseconds;

    public static bool operator >=(LedgerTime left, LedgerTime right) => left.UnixNanoseconds >= right.UnixNanoseconds;

    /// <inheritdoc/>
    public override string ToString() => IsNever ? "never" : IsWhenInactive ? "when inactive" : ToInstant().ToString();
}
