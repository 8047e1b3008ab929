using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Google.Protobuf.Reflection;
using Grpc.Core;
using LoyaltyEngine.Rpc.Web;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>
/// Takes what a gRPC server answers to a unary call, and when that is complete, sends it as Connect's answer. Nothing
/// goes out before: the HTTP status depends on how the call ends.
/// </summary>
internal sealed partial class ConnectResponse(
    HttpContext http, MethodDescriptor method, ConnectCodec codec, ConnectMethods methods, ILogger logger)
    : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    // Smaller ones do not get smaller.
    private const int CompressedBytesMin = 1024;

    private readonly IHttpResponseFeature _target = http.Features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly IHttpResponseBodyFeature _targetBody =
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
    private readonly bool _acceptsGzip = ConnectHeaders.AcceptsGzip(http.Request);
    private readonly GatheringWriter _gathered = new();
    private bool _hasStarted;
    private int _isOver;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new CheckedHeaders();

    public IHeaderDictionary Trailers { get; set; } = new CheckedHeaders();

    public bool HasStarted => _hasStarted || _gathered.IsFlushed;

    public Stream Body
    {
        get => Stream;
        set => throw new NotSupportedException("The body of this response cannot be replaced.");
    }

    public PipeWriter Writer => _gathered;

    public Stream Stream => _gathered.AsStream(leaveOpen: true);

    public void OnStarting(Func<object, Task> callback, object state) => _target.OnStarting(callback, state);

    public void OnCompleted(Func<object, Task> callback, object state) => _target.OnCompleted(callback, state);

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>Answers now, while the handler may still be running: its deadline has passed.</summary>
    public async Task CompleteAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await _targetBody.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Sends the answer, once.</summary>
    public Task EndAsync()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return Task.CompletedTask;
        _hasStarted = true;
        var status = ReadStatus();
        if (status.StatusCode == Grpc.Core.StatusCode.OK)
        {
            try
            {
                var body = codec.WriteResponse(TakeMessage(), method.OutputType, methods.Json);
                CopyMetadata();
                return SendAsync(StatusCodes.Status200OK, codec.ContentType, body, _acceptsGzip);
            }
            catch (Exception exception)
            {
                UnwritableResponse(logger, exception, method.FullName);
                status = ConnectFailures.UnwritableResponse;
            }
        }

        return FailAsync(status);
    }

    /// <summary>Sends an error in the place of any answer.</summary>
    public Task FailAsync(Status status)
    {
        CopyMetadata();
        var httpStatus = StatusCode == StatusCodes.Status200OK ? ConnectCode.Of(status.StatusCode).HttpStatus
            : StatusCode;
        var richStatus = Find(GrpcHeaders.StatusDetails);
        return SendAsync(httpStatus, ConnectCodec.Json, methods.Errors.Format(status, richStatus), false);
    }

    private Status ReadStatus()
    {
        if (Find(GrpcHeaders.Status) is not { } text)
            return new Status(ConnectCode.OfHttp(StatusCode), "");
        var code = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (StatusCode)number
            : Grpc.Core.StatusCode.Unknown;
        return new Status(code, PercentEncoding.Decode(Find(GrpcHeaders.Message) ?? ""));
    }

    private string? Find(string name)
        => Trailers.TryGetValue(name, out var trailer) ? trailer.ToString()
            : Headers.TryGetValue(name, out var header) ? header.ToString()
            : null;

    private ReadOnlyMemory<byte> TakeMessage()
    {
        var frame = _gathered.Written;
        if (frame.Length < MessageFrame.PrefixLength)
            throw new InvalidDataException("The response has no message.");
        var (flag, length) = MessageFrame.ReadPrefix(new ReadOnlySequence<byte>(frame));
        return flag == 0 && length == frame.Length - MessageFrame.PrefixLength
            ? frame[MessageFrame.PrefixLength..]
            : throw new InvalidDataException("The response is not one message as it is.");
    }

    /// <summary>Where the status stands among the headers, there are trailers only.</summary>
    private void CopyMetadata()
    {
        var isTrailersOnly = Headers.ContainsKey(GrpcHeaders.Status);
        ConnectHeaders.CopyToResponse(Headers, _target.Headers, isTrailersOnly ? ConnectHeaders.TrailerPrefix : "");
        ConnectHeaders.CopyToResponse(Trailers, _target.Headers, ConnectHeaders.TrailerPrefix);
    }

    private async Task SendAsync(int status, string contentType, byte[] body, bool mayCompress)
    {
        _target.StatusCode = status;
        _target.Headers.ContentType = contentType;
        if (mayCompress && body.Length >= CompressedBytesMin)
        {
            body = ConnectBody.Deflate(body);
            _target.Headers.ContentEncoding = ConnectHeaders.Gzip;
        }

        _target.Headers.ContentLength = body.Length;
        await _targetBody.Writer.WriteAsync(body).ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Error, "Response of {Method} cannot be written as Connect's answer")]
    private static partial void UnwritableResponse(ILogger logger, Exception exception, string method);
}
