using Google.Protobuf;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Core;

/// <summary>Rich errors in trailers.</summary>
public static class MetadataExtensions
{
    /// <summary>Gets the rich error, or null if there is none.</summary>
    /// <exception cref="InvalidProtocolBufferException">It cannot be parsed, and that is not to be ignored.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        if (metadata.Get(GrpcHeaders.StatusDetails) is not { } entry)
            return null;
        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(entry.ValueBytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Sets the rich error, in place of any set before.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        for (var i = metadata.Count - 1; i >= 0; i--)
        {
            if (metadata[i].Key == GrpcHeaders.StatusDetails)
                metadata.RemoveAt(i);
        }

        metadata.Add(GrpcHeaders.StatusDetails, status.ToByteArray());
    }
}
