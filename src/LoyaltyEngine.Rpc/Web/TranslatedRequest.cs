using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// A request as a gRPC server wants to see it, over HTTP/2 and with other headers and another body, whatever came over
/// the wire. The transport's own request is not touched.
/// </summary>
internal sealed class TranslatedRequest(IHttpRequestFeature received, IHeaderDictionary headers, PipeReader body)
    : IHttpRequestFeature, IRequestBodyPipeFeature
{
    private Stream? _stream;

    public string Protocol { get; set; } = HttpProtocol.Http2;

    public string Scheme { get; set; } = received.Scheme;

    public string Method { get; set; } = received.Method;

    public string PathBase { get; set; } = received.PathBase;

    public string Path { get; set; } = received.Path;

    public string QueryString { get; set; } = received.QueryString;

    public string RawTarget { get; set; } = received.RawTarget;

    public IHeaderDictionary Headers { get; set; } = headers;

    public Stream Body
    {
        get => _stream ??= body.AsStream(leaveOpen: true);
        set => _stream = value;
    }

    public PipeReader Reader => body;
}
