using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Core;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>Times of the ledger as the API shows them.</summary>
internal static class Times
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The time as a timestamp; exact.</summary>
    public static Timestamp ToProto(LedgerTime time)
    {
        var (seconds, nanos) = Split(time);
        return new Timestamp { Seconds = seconds, Nanos = nanos };
    }

    /// <summary>The time as whole seconds, rounded down, and the nanoseconds beyond them.</summary>
    public static (long Seconds, int Nanos) Split(LedgerTime time)
    {
        var (seconds, nanos) = Math.DivRem(time.UnixNanoseconds, NanosecondsPerSecond);
        return nanos < 0 ? (seconds - 1, (int)(nanos + NanosecondsPerSecond)) : (seconds, (int)nanos);
    }
}
