using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// The response of a gRPC-Web call: messages go through as they are, or as base64, and the trailers follow them as one
/// more frame in the body.
/// </summary>
/// <remarks>
/// The frame of the trailers: byte 0 is 0x80, bytes 1-4 are its length, big endian; then <c>name: value</c> and CR LF
/// for each, names in lower case. An answer without messages has its trailers among the headers instead.
/// </remarks>
internal sealed class GrpcWebResponse : IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private const byte TrailersFlag = 0x80;

    private readonly IHttpResponseBodyFeature _target;
    private readonly Base64Writer? _text;
    private bool _isOver;

    public GrpcWebResponse(HttpResponse response, IHttpResponseBodyFeature target, GrpcWebFormat format)
    {
        _target = target;
        _text = format.IsResponseText ? new Base64Writer(target.Writer) : null;
        response.OnStarting(() =>
        {
            if (GrpcHeaders.IsGrpc(response.ContentType))
                response.ContentType = format.ResponseContentType;
            return Task.CompletedTask;
        });
    }

    public IHeaderDictionary Trailers { get; set; } = new CheckedHeaders();

    public PipeWriter Writer => _text ?? _target.Writer;

    public Stream Stream => Writer.AsStream(leaveOpen: true);

    public void DisableBuffering() => _target.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _target.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        => SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync()
    {
        End();
        return _target.CompleteAsync();
    }

    /// <summary>Writes what follows the messages, once.</summary>
    public void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        if (Trailers.Count > 0)
            WriteTrailers();
        _text?.Encode();
    }

    private void WriteTrailers()
    {
        var block = new StringBuilder();
        foreach (var (name, values) in Trailers)
        {
            foreach (var value in values)
                block.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
        }

        var text = Encoding.Latin1.GetBytes(block.ToString());
        var prefix = Writer.GetSpan(MessageFrame.PrefixLength);
        MessageFrame.WritePrefix(prefix, text.Length);
        prefix[0] = TrailersFlag;
        Writer.Advance(MessageFrame.PrefixLength);
        Writer.Write(text);
    }
}
