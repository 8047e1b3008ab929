using System.Buffers;
using System.Net.Http.Headers;
using Grpc.Core;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.Net.Client;

/// <summary>A call on the client that is answered with a stream. One read at a time.</summary>
internal sealed class StreamedResponseClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : MessageClientCall<TRequest, TResponse>(channel, method, host, options), IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private const int FirstReadBytes = 4096;

    private readonly StreamTurn _turn = new();
    private Task<HttpResponseMessage>? _sending;
    private Stream? _stream;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private TResponse? _current;
    private Status? _over;
    private Metadata? _overTrailers;

    public TResponse Current => _current ?? throw new InvalidOperationException("No message has been read.");

    /// <summary>Sends the request, or opens its stream if there is none.</summary>
    public void Send(TRequest? request)
    {
        _sending = SendAsync(request).AsTask();
        _ = WatchAsync(_sending);
    }

    /// <inheritdoc/>
    /// <remarks>The status comes after the responses, which are not ours to read.</remarks>
    public override Task SettleAsync() => Task.CompletedTask;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _turn.Enter();
        try
        {
            if (_over is { } over)
                return over.StatusCode == StatusCode.OK ? false : throw Failure(over, _overTrailers);
            using var registration = cancellationToken.UnsafeRegister(Cancel!, this);
            return await ReadAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Leave();
        }
    }

    private async ValueTask<bool> ReadAsync()
    {
        try
        {
            _current = null;
            var response = await _sending!.ConfigureAwait(false);
            if (_stream is null)
            {
                if (EarlyEnd(response) is { } early)
                    return Finish(response, early, response.Headers);
                _stream = response.Content.ReadAsStream(Token);
                _buffer = ArrayPool<byte>.Shared.Rent(FirstReadBytes);
            }

            if (await ReadFrameAsync(_stream).ConfigureAwait(false) is { } length)
            {
                var frame = _buffer.AsMemory(_start, length);
                _start += length;
                _current = Parse(response, frame);
                return true;
            }

            var status = ReceivedMetadata.ReadStatus(response.TrailingHeaders) ?? ClientFailures.MissingStatus;
            return Finish(response, status, response.TrailingHeaders);
        }
        catch (Exception exception) when (_over is null)
        {
            return Finish(null, Explain(exception), null);
        }
    }

    private bool Finish(HttpResponseMessage? response, in Status status, HttpResponseHeaders? trailers)
    {
        _overTrailers = trailers is null ? null : ReceivedMetadata.Read(trailers);
        var end = End(status, _overTrailers);
        _over = end;
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _stream?.Dispose();
        response?.Dispose();
        return end.StatusCode == StatusCode.OK ? false : throw Failure(end, _overTrailers);
    }

    /// <summary>Reads until a whole frame begins at the start; null at the end of the stream.</summary>
    private async ValueTask<int?> ReadFrameAsync(Stream stream)
    {
        while (true)
        {
            var expected = MessageFrame.PrefixLength;
            if (_end - _start >= MessageFrame.PrefixLength)
            {
                expected = ReadFrameLength(_buffer.AsMemory(_start));
                if (_end - _start >= expected)
                    return expected;
            }

            MakeRoom(expected);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), Token).ConfigureAwait(false);
            if (read == 0)
                return _end == _start ? null : throw new RpcException(ClientFailures.IncompleteMessage);
            _end += read;
        }
    }

    private void MakeRoom(int expected)
    {
        var pending = _buffer.AsSpan(_start, _end - _start);
        if (expected > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(expected);
            pending.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            pending.CopyTo(_buffer);
        }

        _end -= _start;
        _start = 0;
    }

    /// <summary>Ends the call when it is given up, or cannot even begin, while nobody reads.</summary>
    private async Task WatchAsync(Task<HttpResponseMessage> sending)
    {
        try
        {
            var response = await sending.ConfigureAwait(false);
            Token.UnsafeRegister(
                static (state, token) =>
                {
                    var (call, given) = ((StreamedResponseClientCall<TRequest, TResponse>, HttpResponseMessage))state!;
                    call.End(call.Explain(new OperationCanceledException(token)));
                    given.Dispose();
                },
                (this, response));
        }
        catch (Exception exception)
        {
            End(Explain(exception));
        }
    }
}
