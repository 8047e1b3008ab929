using System.Buffers;
using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A unary call on the client.</summary>
internal sealed class UnaryClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    private const int FirstReadBytes = 4096;

    public async Task<TResponse> RunAsync(TRequest request)
    {
        Status status;
        Metadata? trailers = null;
        TResponse? answer = null;
        HttpResponseMessage? response = null;
        try
        {
            if (!Start())
                throw new RpcException(ClientFailures.DeadlineExceeded);
            Token.ThrowIfCancellationRequested();
            using var message = CreateRequest(Write(request, out var encoding), encoding);
            if (Channel.CallCredentials is { } channelCredentials)
                await AddCredentialsAsync(message, channelCredentials).ConfigureAwait(false);
            if (Options.Credentials is { } callCredentials)
                await AddCredentialsAsync(message, callCredentials).ConfigureAwait(false);

            response = await Channel.Invoker.SendAsync(message, Token).ConfigureAwait(false);
            Received(response);
            (status, answer) = await ReadAsync(response).ConfigureAwait(false);
            if (status.StatusCode != StatusCode.OK)
                trailers = ReceivedMetadata.Read(response.TrailingHeaders.NonValidated.Count > 0
                    ? response.TrailingHeaders
                    : response.Headers);
        }
        catch (Exception exception)
        {
            status = Explain(exception);
        }
        finally
        {
            response?.Dispose();
        }

        End(status, trailers);
        return status.StatusCode == StatusCode.OK ? answer! : throw Failure(status, trailers);
    }

    private UnaryContent Write(TRequest request, out string? encoding)
    {
        encoding = Options.Headers?.GetValue(GrpcHeaders.EncodingRequest);
        var frame = new PooledFrame(Channel.MaxSendBytes);
        method.RequestMarshaller.ContextualSerializer(request, frame);
        if (encoding is not null && encoding != GrpcHeaders.Identity
            && ((Options.WriteOptions?.Flags ?? default) & WriteFlags.NoCompress) == 0)
            frame.Compress(Channel.FindCompression(encoding)
                ?? throw new InvalidOperationException($"The channel has no compression '{encoding}'."));
        return new UnaryContent(frame);
    }

    private async Task<(Status Status, TResponse? Answer)> ReadAsync(HttpResponseMessage response)
    {
        var early = ReceivedMetadata.ReadStatus(response.Headers);
        if (early is { } trailersOnly && trailersOnly.StatusCode != StatusCode.OK)
            return (trailersOnly, null);
        var contentType = response.Content.Headers.ContentType;
        if (early is null && (response.StatusCode != System.Net.HttpStatusCode.OK
            || !GrpcHeaders.IsGrpc(contentType?.MediaType)))
            return (TransportFailures.OfHttp(response.StatusCode, contentType), null);

        var buffer = ArrayPool<byte>.Shared.Rent(FirstReadBytes);
        try
        {
            var stream = response.Content.ReadAsStream(Token);
            var received = 0;
            var expected = -1;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(received), Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                received += read;
                if (expected < 0 && received >= MessageFrame.PrefixLength)
                    expected = ReadLength(buffer);
                if (expected >= 0 && received > expected)
                    return (ClientFailures.SecondMessage, null);
                if (received == buffer.Length)
                    buffer = Grow(buffer, received, expected);
            }

            // The status decides: a server that fails after part of a message has told why.
            var status = early ?? ReceivedMetadata.ReadStatus(response.TrailingHeaders) ?? ClientFailures.MissingStatus;
            if (status.StatusCode != StatusCode.OK)
                return (status, null);
            if (received == 0)
                return (ClientFailures.MissingResponse, null);
            if (received != expected)
                return (ClientFailures.IncompleteMessage, null);
            return (status, Parse(response, buffer.AsMemory(0, received)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int ReadLength(byte[] buffer)
    {
        var (flag, length) = MessageFrame.ReadPrefix(new ReadOnlySequence<byte>(buffer));
        if (flag > 1)
            throw new RpcException(ClientFailures.InvalidFrame);
        if (length > (uint)Channel.MaxReceiveBytes || length > Array.MaxLength - MessageFrame.PrefixLength)
            throw new RpcException(MessageLimits.ReceivedTooLarge);
        return MessageFrame.PrefixLength + (int)length;
    }

    private TResponse Parse(HttpResponseMessage response, ReadOnlyMemory<byte> frame)
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

    private static byte[] Grow(byte[] buffer, int received, int expected)
    {
        // One byte more than expected, so that a second message is noticed without growing again.
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(expected + 1, buffer.Length * 2));
        buffer.AsSpan(0, received).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
