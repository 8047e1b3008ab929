namespace Grpc.Core;

/// <summary>
/// What one call is made with: metadata, deadline (UTC), cancellation. A value; each With gives a new one.
/// </summary>
public struct CallOptions
{
    private CallFlags _flags;

    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    [Flags]
    private enum CallFlags
    {
        None = 0,
        WaitForReady = 1,
    }

    /// <summary>Gets what is sent with the call, or null.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>Gets the moment, in UTC, at which the call gives up, or null for never.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Gets the token that gives the call up.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Gets how messages are written, or null.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>Gets the served call on whose behalf this one is made, or null.</summary>
    public ContextPropagationToken? PropagationToken { get; private set; }

    /// <summary>Gets the credentials of this call alone, or null.</summary>
    public CallCredentials? Credentials { get; private set; }

    /// <summary>Gets a value indicating whether the call waits for a connection instead of failing at once.</summary>
    public readonly bool IsWaitForReady => (_flags & CallFlags.WaitForReady) != 0;

    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken)
        => this with { CancellationToken = cancellationToken };

    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions)
        => this with { WriteOptions = writeOptions };

    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken)
        => this with { PropagationToken = propagationToken };

    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    public readonly CallOptions WithWaitForReady(bool waitForReady = true)
        => this with { _flags = waitForReady ? _flags | CallFlags.WaitForReady : _flags & ~CallFlags.WaitForReady };
}
