using System.Buffers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds the one message in the body of a request.</summary>
internal static class RequestReading
{
    public static RequestState Examine(
        in ReadOnlySequence<byte> buffer,
        bool isEnd,
        int limit,
        out ReadOnlySequence<byte> payload,
        out bool isCompressed,
        out Status failure)
    {
        payload = default;
        isCompressed = false;
        failure = default;
        var available = buffer.Length;
        if (available < MessageFrame.PrefixLength)
        {
            if (!isEnd)
                return RequestState.Incomplete;
            failure = available == 0 ? CallFailures.MissingMessage : CallFailures.IncompleteMessage;
            return RequestState.Failed;
        }

        var (flag, length) = MessageFrame.ReadPrefix(buffer);
        isCompressed = flag == 1;
        if (flag > 1)
            failure = CallFailures.InvalidFlag;
        else if (length > (uint)limit)
            failure = MessageLimits.ReceivedTooLarge;
        else if (available > MessageFrame.PrefixLength + length)
            failure = CallFailures.SecondMessage;
        else if (available == MessageFrame.PrefixLength + length)
            payload = buffer.Slice(MessageFrame.PrefixLength, length);
        else if (!isEnd)
            return RequestState.Incomplete;
        else
            failure = CallFailures.IncompleteMessage;

        return failure.StatusCode == StatusCode.OK ? RequestState.Whole : RequestState.Failed;
    }
}
