using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call on the client: its request, its deadline, its cancellation and its end.</summary>
internal abstract class ClientCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
{
    /// <summary>The readers of a handle, shared by all calls.</summary>
    public static readonly Func<object, Task<Metadata>> Headers = static call => ((ClientCall)call).GetHeadersAsync();
    public static readonly Func<object, Status> Status = static call => ((ClientCall)call).GetStatus();
    public static readonly Func<object, Metadata> Trailers = static call => ((ClientCall)call).GetTrailers();
    public static readonly Action<object> Cancel = static call => ((ClientCall)call).CancelIfUnfinished();

    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly RequestEnvelope _envelope = channel.TakeEnvelope();
    private readonly DateTime? _deadline = EarlierOf(options.Deadline, options.PropagationToken);
    private CancellationTokenRegistration _callerRegistration;
    private CancellationTokenRegistration _servedRegistration;
    private TaskCompletionSource<Metadata>? _headersAwaited;
    private HttpResponseMessage? _response;
    private Metadata? _trailers;
    private Status? _end;
    private RpcException? _headersFailure;
    private bool _isCancelled;

    public CallOptions Options => options;

    /// <summary>Gets the end of the call if it has ended.</summary>
    public Status? EndOrNull
    {
        get
        {
            lock (_gate)
                return _end;
        }
    }

    /// <summary>Gets the token cancelled when the call is given up, from whichever side.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Gets what the call goes out in; only until the call has ended.</summary>
    protected RequestEnvelope Envelope => _envelope;

    /// <summary>Gets whether nothing of the call uses its envelope any more once it has ended well.</summary>
    protected virtual bool HandsEnvelopeOn => false;

    /// <summary>
    /// The status for a failure of the transport or of our own: cancelled, past the deadline, or broken.
    /// </summary>
    public Status Explain(Exception exception)
    {
        if (exception is RpcException rpc)
            return rpc.Status;
        if (_deadline is { } deadline && deadline <= DateTime.UtcNow)
            return ClientFailures.DeadlineExceeded;
        if (channel.Disposal.IsCancellationRequested)
            return ClientFailures.ChannelDisposed;
        if (Token.IsCancellationRequested)
            return IsGivenUp ? ClientFailures.Cancelled : ClientFailures.DeadlineExceeded;
        return TransportFailures.Explain(exception);
    }

    public Exception Failure(in Status status, Metadata? trailers)
    {
        if (channel.Options.ThrowOperationCanceledOnCancellation
            && status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
            return new OperationCanceledException(status.Detail, options.CancellationToken);
        return new RpcException(status, trailers ?? Metadata.Empty);
    }

    protected GrpcChannel Channel => channel;

    /// <summary>
    /// Gets whether somebody cancelled the call. Else it was the timer: by the deadline's clock it may fire early.
    /// </summary>
    private bool IsGivenUp => Volatile.Read(ref _isCancelled)
        || options.CancellationToken.IsCancellationRequested
        || options.PropagationToken is ServedCallToken { Cancellation.IsCancellationRequested: true };

    /// <summary>Starts the clock of the call; false if its deadline is over already.</summary>
    protected bool Start()
    {
        var cancellation = _envelope.Cancellation;
        Token = cancellation.Token;
        if (options.CancellationToken.CanBeCanceled)
            _callerRegistration = options.CancellationToken.UnsafeRegister(CancelSource, cancellation);
        if (options.PropagationToken is ServedCallToken { Cancellation.CanBeCanceled: true } served)
            _servedRegistration = served.Cancellation.UnsafeRegister(CancelSource, cancellation);
        if (_deadline is not { } deadline)
            return true;

        var left = deadline - DateTime.UtcNow;
        if (left <= TimeSpan.Zero)
            return false;
        // Rounded up to whole milliseconds, so that the timer hardly ever fires before the deadline.
        cancellation.CancelAfter(left < _longestTimer
            ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds))
            : _longestTimer);
        return true;
    }

    /// <summary>Addresses the envelope, and writes on it what this call alone says.</summary>
    protected void Address(string? encoding)
    {
        var request = _envelope.Message;
        request.RequestUri = channel.AddressOf(method);
        var headers = request.Headers;
        if (encoding is not null)
            headers.TryAddWithoutValidation(GrpcHeaders.Encoding, encoding);
        if (host is not null)
            headers.Host = host;
        if (options.Headers is { } metadata)
            SentHeaders.Add(headers, metadata);
        _envelope.IsMarked = encoding is not null || host is not null || options.Headers is not null;
        if (_deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            var left = deadline - DateTime.UtcNow;
            headers.TryAddWithoutValidation(
                GrpcHeaders.Timeout, GrpcTimeout.Format(left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1)));
        }
    }

    protected async Task AddCredentialsAsync(CallCredentials credentials)
    {
        if (!channel.IsSecure && !channel.Options.UnsafeUseInsecureChannelCallCredentials)
            throw new InvalidOperationException("Call credentials are not sent over a connection in the clear.");
        var metadata = new Metadata();
        var context = new AuthInterceptorContext(
            $"{channel.Address.GetLeftPart(UriPartial.Authority)}/{method.ServiceName}", method.Name, Token);
        await credentials.AddToAsync(context, metadata).ConfigureAwait(false);
        SentHeaders.Add(_envelope.Message.Headers, metadata);
        _envelope.IsMarked = true;
    }

    protected void Received(HttpResponseMessage response)
    {
        Volatile.Write(ref _response, response);
        Interlocked.MemoryBarrier();
        _headersAwaited?.TrySetResult(ReceivedMetadata.Read(response.Headers));
    }

    /// <summary>Ends the call; the first end counts, and is returned.</summary>
    protected Status End(in Status status, Metadata? trailers = null)
    {
        lock (_gate)
        {
            if (_end is { } already)
                return already;
            _trailers = trailers;
            _end = status;
        }

        _callerRegistration.Dispose();
        _servedRegistration.Dispose();
        if (status.StatusCode == StatusCode.OK && HandsEnvelopeOn)
            channel.Return(_envelope);
        else
            _envelope.Dispose();
        if (status.StatusCode != StatusCode.OK && _response is null)
            FailHeaders(status);
        OnEnded();
        return status;
    }

    /// <summary>Is called once, when the call has ended.</summary>
    protected virtual void OnEnded()
    {
    }

    private static DateTime? EarlierOf(DateTime? deadline, ContextPropagationToken? token)
    {
        if (deadline is { Kind: DateTimeKind.Local } local)
            deadline = local.ToUniversalTime();
        var served = (token as ServedCallToken)?.Deadline;
        return deadline is null || served < deadline ? served ?? deadline : deadline;
    }

    private static void CancelSource(object? source) => ((CancellationTokenSource)source!).Cancel();

    /// <summary>Tells whoever waits for the headers that none will come.</summary>
    private void FailHeaders(in Status status)
    {
        var failure = new RpcException(status, _trailers ?? Metadata.Empty);
        Volatile.Write(ref _headersFailure, failure);
        Interlocked.MemoryBarrier();
        _headersAwaited?.TrySetException(failure);
    }

    private Task<Metadata> GetHeadersAsync()
    {
        var awaited = new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
        awaited = Interlocked.CompareExchange(ref _headersAwaited, awaited, null) ?? awaited;
        // Looked at after the field is set, as Received and End do the other way round: one of us sees the other.
        if (Volatile.Read(ref _response) is { } response)
            awaited.TrySetResult(ReceivedMetadata.Read(response.Headers));
        else if (Volatile.Read(ref _headersFailure) is { } failure)
            awaited.TrySetException(failure);
        return awaited.Task;
    }

    private Status GetStatus() => EndOrNull ?? throw new InvalidOperationException("The call is not over yet.");

    private Metadata GetTrailers()
    {
        if (EndOrNull is null)
            throw new InvalidOperationException("The call is not over yet.");
        if (_trailers is null && _response is not null)
            _trailers = ReceivedMetadata.Read(_response.TrailingHeaders);
        return _trailers ?? Metadata.Empty;
    }

    private void CancelIfUnfinished()
    {
        // Within the lock: after its end the source may be another call's.
        lock (_gate)
        {
            if (_end is not null)
                return;
            Volatile.Write(ref _isCancelled, true);
            _envelope.Cancellation.Cancel();
        }
    }
}
