namespace Grpc.AspNetCore.Server;

/// <summary>
/// What a client may cost the server, beyond the size of one message. The official server has none of these limits.
/// </summary>
public sealed record CallLimits
{
    /// <summary>
    /// Gets the longest a unary call may take, whatever its client asks: two minutes unless set; null for no limit. The
    /// call then ends DEADLINE_EXCEEDED.
    /// </summary>
    public TimeSpan? MaxUnaryDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets the longest a call with a stream may take, whatever its client asks; null for no limit.</summary>
    public TimeSpan? MaxStreamDuration { get; init; }

    /// <summary>
    /// Gets how long a stream waits for its client, either for the next whole request or for room to write a response,
    /// while nothing else moves on it: five minutes unless set; null for no limit. The call then ends CANCELLED.
    /// </summary>
    public TimeSpan? StreamIdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the most requests in one stream: a million unless set; past it the call ends.</summary>
    public long MaxStreamMessages { get; init; } = 1_000_000;

    /// <summary>
    /// Gets the most bytes of requests in one stream, once inflated: 1 GiB unless set; past it the call ends.
    /// </summary>
    public long MaxStreamBytes { get; init; } = 1L << 30;
}
