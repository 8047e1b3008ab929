using Google.Protobuf.WellKnownTypes;

namespace LoyaltyEngine.Api.Wire;

/// <summary>A time as it was sent, not checked yet.</summary>
internal readonly record struct SentTime(long Seconds, int Nanos)
{
    /// <summary>The time of a generated message.</summary>
    public static SentTime? Of(Timestamp? time) => time is null ? null : new SentTime(time.Seconds, time.Nanos);
}
