namespace Grpc.Core;

/// <summary>
/// One call as its handler sees it. Valid until the handler's task completes: a handler that keeps it longer sees
/// another call's data.
/// </summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>Gets the path of the method: <c>/package.Service/Method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>Gets the authority the client called.</summary>
    public string Host => HostCore;

    /// <summary>Gets the peer: <c>ipv4:address:port</c>, <c>ipv6:[address]:port</c> or <c>unix:</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>Gets the deadline in UTC, or <see cref="DateTime.MaxValue"/>.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>Gets what the client sent with the call.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Gets the token cancelled when the client gives up or the deadline passes.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Gets what is sent after the messages.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>Gets or sets the outcome of a handler that returns; OK unless set.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>Gets or sets how messages are written.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>Gets what is proven about the peer.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>Gets a place where interceptors leave values for handlers.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    protected abstract string MethodCore { get; }

    protected abstract string HostCore { get; }

    protected abstract string PeerCore { get; }

    protected abstract DateTime DeadlineCore { get; }

    protected abstract Metadata RequestHeadersCore { get; }

    protected abstract CancellationToken CancellationTokenCore { get; }

    protected abstract Metadata ResponseTrailersCore { get; }

    protected abstract Status StatusCore { get; set; }

    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    protected abstract AuthContext AuthContextCore { get; }

    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Sends the headers now; at most once, and before the first message.</summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>Makes a token by which a call made here takes over deadline and cancellation.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null)
        => CreatePropagationTokenCore(options);

    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);

    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    private protected void ForgetUserState() => _userState = null;
}
