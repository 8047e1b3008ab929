using Grpc.Core;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>The statuses of messages past a size limit.</summary>
internal static class MessageLimits
{
    public static Status ReceivedTooLarge { get; } =
        new(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");

    public static Status SentTooLarge { get; } =
        new(StatusCode.ResourceExhausted, "Sending message exceeds the maximum configured message size.");
}
