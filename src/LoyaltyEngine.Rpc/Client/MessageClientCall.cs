using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// What calls of all kinds have in common: sending the request, one message or a stream, and reading messages of the
/// response.
/// </summary>
internal abstract class MessageClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    private readonly string? _encoding = options.Headers?.GetValue(GrpcHeaders.EncodingRequest);

    /// <summary>Gets where the requests go, of a call that takes a stream.</summary>
    public RequestStreamWriter<TRequest, TResponse>? Requests { get; private set; }

    /// <summary>Makes this a call that takes a stream of requests.</summary>
    public RequestStreamWriter<TRequest, TResponse> OpenRequests() => Requests = new(this);

    /// <summary>Completes when the end of the call, if it is about to end, is known.</summary>
    public abstract Task SettleAsync();

    /// <summary>Frames a message, compressed if the call is and the flags do not say otherwise.</summary>
    public PooledFrame Frame(TRequest message, WriteFlags flags)
    {
        var frame = new PooledFrame(Channel.MaxSendBytes);
        try
        {
            Write(frame, message, flags);
            return frame;
        }
        catch (Exception)
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Sends the one request, or nothing yet of a stream, and waits for the headers of the answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<HttpResponseMessage> SendAsync(TRequest? request)
    {
        if (!Start())
            throw new RpcException(ClientFailures.DeadlineExceeded);
        Token.ThrowIfCancellationRequested();
        if (Requests is null)
            Write(Envelope.OpenFrame(), request!, Options.WriteOptions?.Flags ?? default);
        else
            Envelope.Message.Content = Requests.Content;
        Address(_encoding);
        if (Channel.CallCredentials is { } channelCredentials)
            await AddCredentialsAsync(channelCredentials).ConfigureAwait(false);
        if (Options.Credentials is { } callCredentials)
            await AddCredentialsAsync(callCredentials).ConfigureAwait(false);

        var response = await Channel.Invoker.SendAsync(Envelope.Message, Token).ConfigureAwait(false);
        Received(response);
        return response;
    }

    protected override void OnEnded() => Requests?.Content.Abandon();

    /// <summary>
    /// The end of a call that has no messages: a status in the headers, or no gRPC at all; else null.
    /// </summary>
    protected static Status? EarlyEnd(HttpResponseMessage response)
    {
        if (ReceivedMetadata.ReadStatus(response.Headers) is { } early)
            return early;
        // As text: parsed, it would be made anew for each call.
        var headers = response.Content.Headers.NonValidated;
        var contentType = headers.TryGetValues(GrpcHeaders.ContentTypeName, out var values)
            ? values.ToString()
            : null;
        return response.StatusCode == HttpStatusCode.OK && GrpcHeaders.IsGrpc(contentType)
            ? null
            : TransportFailures.OfHttp(response.StatusCode, contentType);
    }

    /// <summary>The length of a frame, prefix included, whose prefix is here.</summary>
    protected int ReadFrameLength(ReadOnlyMemory<byte> buffer)
    {
        var (flag, length) = MessageFrame.ReadPrefix(new ReadOnlySequence<byte>(buffer));
        if (flag > 1)
            throw new RpcException(ClientFailures.InvalidFrame);
        if (length > (uint)Channel.MaxReceiveBytes || length > Array.MaxLength - MessageFrame.PrefixLength)
            throw new RpcException(MessageLimits.ReceivedTooLarge);
        return MessageFrame.PrefixLength + (int)length;
    }

    protected TResponse Parse(HttpResponseMessage response, ReadOnlyMemory<byte> frame)
    {
        var payload = frame[MessageFrame.PrefixLength..];
        if (frame.Span[0] == 1)
        {
            var encoding = response.Headers.NonValidated.TryGetValues(GrpcHeaders.Encoding, out var values)
                ? values.ToString()
                : null;
            var provider = encoding is null ? null : Channel.FindCompression(encoding);
            if (provider is null)
                throw new RpcException(ClientFailures.UnknownEncoding(encoding));
            payload = MessageCompression.Inflate(provider, new(payload), Channel.MaxReceiveBytes);
        }

        try
        {
            return method.ResponseMarshaller.ContextualDeserializer(new ResponsePayload(payload));
        }
        catch (Exception exception)
        {
            throw new RpcException(ClientFailures.UnreadableMessage(exception));
        }
    }

    private void Write(PooledFrame frame, TRequest message, WriteFlags flags)
    {
        method.RequestMarshaller.ContextualSerializer(message, frame);
        if (_encoding is not null && _encoding != GrpcHeaders.Identity && (flags & WriteFlags.NoCompress) == 0)
        {
            frame.Compress(Channel.FindCompression(_encoding)
                ?? throw new InvalidOperationException($"The channel has no compression '{_encoding}'."));
        }
    }
}
