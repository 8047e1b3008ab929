using Grpc.Core;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel connects and what its calls may carry. Read once, when the channel is made.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Gets or sets the credentials; by default the address decides whether TLS is used.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Gets or sets the largest request in bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>
    /// Gets or sets the largest response in bytes, once inflated: 4 MiB unless set; null for no limit.
    /// </summary>
    public int? MaxReceiveMessageSize { get; set; } = MessageFrame.DefaultMaxReceiveBytes;

    /// <summary>Gets or sets the compression that is understood; gzip if none is given.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Gets or sets where the channel logs.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets the client that sends requests, instead of a handler.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Gets or sets the handler that sends requests; one of the channel's own if none is given.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Gets or sets whether a given client or handler is disposed of with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Gets or sets whether a cancelled call fails as any cancelled task, not with RpcException.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Gets or sets whether call credentials are sent over connections in the clear.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Gets or sets the container that supplies what the options do not.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
