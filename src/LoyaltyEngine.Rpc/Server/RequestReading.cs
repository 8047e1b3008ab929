using System.Buffers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds and parses the messages in the body of a request.</summary>
internal static class RequestReading
{
    /// <summary>Looks for a message at the start of the bytes received so far.</summary>
    public static RequestState Examine(
        in ReadOnlySequence<byte> buffer,
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
            return RequestState.Incomplete;

        var (flag, length) = MessageFrame.ReadPrefix(buffer);
        isCompressed = flag == 1;
        if (flag > 1)
            failure = CallFailures.InvalidFlag;
        else if (length > (uint)limit)
            failure = MessageLimits.ReceivedTooLarge;
        if (failure.StatusCode != StatusCode.OK)
            return RequestState.Failed;
        if (available < MessageFrame.PrefixLength + length)
            return RequestState.Incomplete;

        payload = buffer.Slice(MessageFrame.PrefixLength, length);
        return RequestState.Whole;
    }

    /// <summary>Makes the message of a payload; null, and why, if it is none.</summary>
    public static TRequest? Parse<TRequest>(
        ServerCall call,
        Marshaller<TRequest> marshaller,
        in ReadOnlySequence<byte> payload,
        bool isCompressed,
        out Status failure)
        where TRequest : class
    {
        failure = CallFailures.UnreadableMessage;
        try
        {
            call.Request.Set(isCompressed ? new(call.Inflate(payload)) : payload);
            return marshaller.ContextualDeserializer(call.Request);
        }
        catch (RpcException refused)
        {
            failure = refused.Status;
        }
        catch (Exception unreadable)
        {
            call.Settings.Logger.UnreadableRequest(unreadable, call.Method);
        }

        return null;
    }
}
