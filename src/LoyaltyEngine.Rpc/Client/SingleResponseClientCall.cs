using System.Buffers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A call on the client that is answered with one message.</summary>
internal sealed class SingleResponseClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : MessageClientCall<TRequest, TResponse>(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    private const int FirstReadBytes = 4096;

    private Task<TResponse>? _answer;

    /// <summary>Sends the request, or opens its stream if there is none, and gives the answer.</summary>
    public Task<TResponse> Run(TRequest? request) => _answer = RunAsync(request);

    /// <inheritdoc/>
    /// <remarks>A request that cannot be sent is the last thing before the answer or the failure.</remarks>
    public override Task SettleAsync()
        => _answer?.ContinueWith(
            static _ => { },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default) ?? Task.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>A stream of requests may still be written to.</remarks>
    protected override bool HandsEnvelopeOn => Requests is null;

    private async Task<TResponse> RunAsync(TRequest? request)
    {
        Status status;
        Metadata? trailers = null;
        TResponse? answer = null;
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(request).ConfigureAwait(false);
            var early = EarlyEnd(response);
            if (early is { StatusCode: not StatusCode.OK })
                status = early.Value;
            else
                (status, answer) = await ReadAsync(response, early).ConfigureAwait(false);
            if (status.StatusCode != StatusCode.OK)
                trailers = ReceivedMetadata.Read(early is null ? response.TrailingHeaders : response.Headers);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(Status Status, TResponse? Answer)> ReadAsync(HttpResponseMessage response, Status? early)
    {
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
                    expected = ReadFrameLength(buffer);
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
            return received == expected
                ? (status, Parse(response, buffer.AsMemory(0, received)))
                : (ClientFailures.IncompleteMessage, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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
