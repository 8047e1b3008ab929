using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>What calls with one request have in common: sending it, and reading messages of the response.</summary>
internal abstract class RequestClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<HttpResponseMessage> SendAsync(TRequest request)
    {
        if (!Start())
            throw new RpcException(ClientFailures.DeadlineExceeded);
        Token.ThrowIfCancellationRequested();
        using var message = CreateRequest(Write(request, out var encoding), encoding);
        if (Channel.CallCredentials is { } channelCredentials)
            await AddCredentialsAsync(message, channelCredentials).ConfigureAwait(false);
        if (Options.Credentials is { } callCredentials)
            await AddCredentialsAsync(message, callCredentials).ConfigureAwait(false);

        var response = await Channel.Invoker.SendAsync(message, Token).ConfigureAwait(false);
        Received(response);
        return response;
    }

    /// <summary>
    /// The end of a call that has no messages: a status in the headers, or no gRPC at all; else null.
    /// </summary>
    protected static Status? EarlyEnd(HttpResponseMessage response)
    {
        if (ReceivedMetadata.ReadStatus(response.Headers) is { } early)
            return early;
        var contentType = response.Content.Headers.ContentType;
        return response.StatusCode == HttpStatusCode.OK && GrpcHeaders.IsGrpc(contentType?.MediaType)
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

    private UnaryContent Write(TRequest request, out string? encoding)
    {
        encoding = Options.Headers?.GetValue(GrpcHeaders.EncodingRequest);
        var frame = new PooledFrame(Channel.MaxSendBytes);
        method.RequestMarshaller.ContextualSerializer(request, frame);
        if (encoding is not null && encoding != GrpcHeaders.Identity
            && ((Options.WriteOptions?.Flags ?? default) & WriteFlags.NoCompress) == 0)
        {
            frame.Compress(Channel.FindCompression(encoding)
                ?? throw new InvalidOperationException($"The channel has no compression '{encoding}'."));
        }

        return new UnaryContent(frame);
    }
}
