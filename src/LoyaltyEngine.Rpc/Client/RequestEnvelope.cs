using System.Net;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// What a call goes out in: the message to the transport with the headers that every call has, and the source of its
/// cancellation. A unary call that ended well hands its own on to a later call of its channel, which spares 824 of the
/// 4,666 bytes that an empty call took. Of one call at a time.
/// </summary>
internal sealed class RequestEnvelope : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly CancellationTokenRegistration _channelRegistration;
    private UnaryContent? _body;

    public RequestEnvelope(GrpcChannel channel)
    {
        _channel = channel;
        var headers = Message.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", "grpc-loyaltyengine");
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, channel.AcceptEncoding);
        _channelRegistration = channel.Disposal.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), Cancellation);
    }

    /// <summary>Gets what the transport is given.</summary>
    public HttpRequestMessage Message { get; } = new()
    {
        Method = HttpMethod.Post,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Gets the source cancelled when the call is given up, or its channel is.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Gets or sets whether the message says something of this call alone, besides its time left.</summary>
    public bool IsMarked { get; set; }

    /// <summary>Puts the request of a unary call in, and gives where to write it.</summary>
    public PooledFrame OpenFrame()
    {
        _body ??= new UnaryContent(_channel.MaxSendBytes);
        Message.Content = _body;
        return _body.Frame;
    }

    /// <summary>Makes this ready for another call; false if anything of the last one may still be under way.</summary>
    public bool TryReset()
    {
        if (_body is null || !_body.TryReset() || IsMarked || !Cancellation.TryReset())
            return false;
        Message.Headers.Remove(GrpcHeaders.Timeout);
        return true;
    }

    /// <summary>Frees the channel of it. What is under way still goes on.</summary>
    public void Dispose()
    {
        _channelRegistration.Dispose();
        _ = _body?.TryReset();
    }
}
