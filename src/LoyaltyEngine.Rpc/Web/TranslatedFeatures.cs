using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// Puts a translated request and response in the place of the transport's for as long as a gRPC server handles it. The
/// context stays the same, and with it the user, the items, the services and the endpoint.
/// </summary>
internal readonly struct TranslatedFeatures : IDisposable
{
    private readonly IFeatureCollection _features;
    private readonly IHttpRequestFeature? _request;
    private readonly IRequestBodyPipeFeature? _requestBody;
    private readonly IHttpResponseFeature? _response;
    private readonly IHttpResponseBodyFeature? _responseBody;
    private readonly IHttpResponseTrailersFeature? _trailers;

    public TranslatedFeatures(
        HttpContext http,
        TranslatedRequest request,
        IHttpResponseFeature response,
        IHttpResponseBodyFeature responseBody,
        IHttpResponseTrailersFeature trailers)
    {
        _features = http.Features;
        _request = _features.Get<IHttpRequestFeature>();
        _requestBody = _features.Get<IRequestBodyPipeFeature>();
        _response = _features.Get<IHttpResponseFeature>();
        _responseBody = _features.Get<IHttpResponseBodyFeature>();
        _trailers = _features.Get<IHttpResponseTrailersFeature>();
        _features.Set<IHttpRequestFeature>(request);
        _features.Set<IRequestBodyPipeFeature>(request);
        _features.Set(response);
        _features.Set(responseBody);
        _features.Set(trailers);
    }

    public void Dispose()
    {
        _features.Set(_request);
        _features.Set(_requestBody);
        _features.Set(_response);
        _features.Set(_responseBody);
        _features.Set(_trailers);
    }
}
