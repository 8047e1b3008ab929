using System.Diagnostics;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// One call on the server: what its handler sees, and the buffers its messages go through. Pooled; everything a call
/// may not need (metadata, cancellation, the deadline's timer) is made when it is first asked for.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext
{
    private readonly TimeProvider _time;
    private readonly DeadlineWatch _watch;
    private HttpContext? _http;
    private MethodHandler? _method;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private IDictionary<object, object>? _callState;
    private Status _status;
    private Activity? _span;
    private long _begun;

    public ServerCall(TimeProvider time, DeadlineWatch watch)
    {
        _time = time;
        _watch = watch;
        _deadline = new DeadlineWatch.Item(this);
    }

    public HttpContext Http => _http ?? throw new InvalidOperationException("This call is over.");

    public MethodSettings Settings => _method!.Settings;

    public RequestFrame Request { get; } = new();

    public ResponseFrame Response { get; } = new();

    /// <summary>Gets what ends a call whose streams wait too long; null without streams or without the limit.</summary>
    public StreamIdleTimer? Idle { get; private set; }

    /// <summary>Gets or sets a value indicating whether the transport has told that the client is gone.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Gets the trailers if the handler asked for them.</summary>
    public Metadata? TrailersOrNull => _responseTrailers;

    protected override string MethodCore => _method!.Path;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => Peers.Describe(Http.Connection);

    protected override DateTime DeadlineCore => DeadlineUtc();

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReceivedHeaders.Read(Http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => GetCancellation();

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Peers.Authenticate(Http.Connection);

    protected override IDictionary<object, object> UserStateCore
        => _callState ??= new Dictionary<object, object> { [ServerCallContextExtensions.HttpContextKey] = Http };

    public void Begin(HttpContext http, MethodHandler method)
    {
        _http = http;
        _method = method;
        _begun = CallTelemetry.Now();
    }

    /// <summary>Begins the call's span; it is current from here on.</summary>
    public void BeginSpan() => _span = CallTelemetry.Begin(Http, _method!.Name);

    /// <summary>Tells telemetry how the call ended, once.</summary>
    public void End(StatusCode status)
    {
        CallTelemetry.End(_method!.Name, status, _begun, _span);
        _begun = 0;
        _span = null;
    }

    /// <summary>
    /// Prepares for streams: the transport's limits on a whole request do not fit them, ours on a stream take over.
    /// </summary>
    public void BeginStreams()
    {
        _cancelsItself = true;
        var features = Http.Features;
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (Settings.Limits.StreamIdleTimeout is { } timeout)
            Idle = new StreamIdleTimer(this, _time, timeout);
    }

    /// <summary>Makes the call ready for the next one; false if something of this one may still be running.</summary>
    public bool TryReset()
    {
        Idle?.Dispose();
        if (!TryResetDeadline())
            return false;
        Idle = null;
        IsAbandoned = false;
        _http = null;
        _method = null;
        _requestHeaders = null;
        _responseTrailers = null;
        _callState = null;
        _requestedEncoding = null;
        _status = default;
        WriteOptionsCore = null;
        Request.Set(default);
        Response.Clear();
        return true;
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
    {
        options ??= ContextPropagationOptions.Default;
        var deadline = DeadlineUtc();
        return new ServedCallToken(
            options.IsPropagateDeadline && deadline != DateTime.MaxValue ? deadline : null,
            options.IsPropagateCancellation ? GetCancellation() : default);
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        var response = Http.Response;
        if (response.HasStarted)
            throw new InvalidOperationException("The response headers are sent already.");
        response.Headers.ContentType = GrpcHeaders.ContentTypeValue;
        ResponseEnd.Append(response.Headers, responseHeaders);
        if (response.Headers.Remove(GrpcHeaders.EncodingRequest, out var encoding))
            _requestedEncoding = encoding;
        AnnounceEncoding();
        // Starting the response alone would leave the headers in the buffer until the first message.
        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }
}
