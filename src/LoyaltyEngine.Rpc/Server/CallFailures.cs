using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The statuses that the server itself gives.</summary>
internal static class CallFailures
{
    public static Status DeadlineExceeded { get; } = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    public static Status Cancelled { get; } = new(StatusCode.Cancelled, "The call was cancelled.");

    public static Status MalformedTimeout { get; } = new(StatusCode.Internal, "Malformed grpc-timeout header.");

    public static Status MissingMessage { get; } =
        new(StatusCode.Unimplemented, "The request has no message, and this method takes one.");

    public static Status SecondMessage { get; } =
        new(StatusCode.Unimplemented, "The request has more than one message, and this method takes one.");

    public static Status IncompleteMessage { get; } = new(StatusCode.Internal, "Incomplete message.");

    public static Status InvalidFlag { get; } =
        new(StatusCode.Internal, "The first byte of a message must be 0 or 1.");

    public static Status CompressedWithoutEncoding { get; } =
        new(StatusCode.Internal, "A compressed message came without a grpc-encoding.");

    public static Status UnreadableMessage { get; } =
        new(StatusCode.Internal, "The request message cannot be parsed.");

    public static Status Idle { get; } =
        new(StatusCode.Cancelled, "The stream has waited too long for its client.");

    public static Status StreamTooLong { get; } =
        new(StatusCode.ResourceExhausted, "The stream has more messages or bytes than this server takes.");

    public static Status UnexpectedFailure { get; } =
        new(StatusCode.Internal, "The server failed to handle the call.");

    public static Status MissingResponse { get; } = new(StatusCode.Internal, "The handler gave no response.");

    public static Status UnknownMethod { get; } = new(StatusCode.Unimplemented, "Method is unimplemented.");

    public static Status UnknownService { get; } = new(StatusCode.Unimplemented, "Service is unimplemented.");

    public static Status UnknownEncoding(string encoding)
        => new(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'.");
}
