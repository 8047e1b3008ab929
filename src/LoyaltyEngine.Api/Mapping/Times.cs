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
        var (seconds, nanos) = Math.DivRem(time.UnixNanoseconds, NanosecondsPerSecond);
        if (nanos < 0)
        {
            nanos += NanosecondsPerSecond;
            seconds--;
        }

        return new Timestamp { Seconds = seconds, Nanos = (int)nanos };
    }
}
