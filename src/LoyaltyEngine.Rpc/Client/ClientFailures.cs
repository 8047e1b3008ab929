using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>The statuses that the client itself gives.</summary>
internal static class ClientFailures
{
    public static Status DeadlineExceeded { get; } = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    public static Status Cancelled { get; } = new(StatusCode.Cancelled, "Call canceled by the client.");

    public static Status ChannelDisposed { get; } = new(StatusCode.Cancelled, "The channel was disposed of.");

    public static Status RequestsRefused { get; } =
        new(StatusCode.Cancelled, "The server takes no more requests of this call.");

    public static Status MissingResponse { get; } = new(StatusCode.Internal, "The server sent OK without a message.");

    public static Status SecondMessage { get; } =
        new(StatusCode.Internal, "The server sent more than one message, and this method gives one.");

    public static Status IncompleteMessage { get; } = new(StatusCode.Internal, "Incomplete message.");

    public static Status InvalidFrame { get; } = new(StatusCode.Internal, "Invalid message prefix.");

    public static Status UnsendableMetadata(string key)
        => new(StatusCode.Internal, $"The value of metadata '{key}' is no printable ASCII.");

    public static Status UnknownEncoding(string? encoding)
        => new(StatusCode.Internal, $"The server compressed its message with unsupported '{encoding}'.");

    public static Status UnreadableMessage(Exception exception)
        => new(StatusCode.Internal, "The response message cannot be parsed.", exception);

    public static Status MissingStatus { get; } = new(StatusCode.Unknown, "The server sent no grpc-status.");
}
