using System.IO.Compression;
using Grpc.Net.Compression;
using LoyaltyEngine.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>How calls are served, for all services or for one. Read once, when the server starts.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize = MessageFrame.DefaultMaxReceiveBytes;

    /// <summary>Gets or sets the largest response in bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>
    /// Gets or sets the largest request in bytes, once inflated: 4 MiB unless set; null for no limit.
    /// </summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            IsMaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Gets or sets the compression that is understood; gzip if none is given.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>Gets or sets the compression of responses, for clients that accept it; null for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>Gets or sets how hard responses are compressed.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Gets or sets whether calls of unknown services are left to later middleware.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>
    /// Gets or sets what a client may cost; null for one service means as for all, and for all the defaults.
    /// </summary>
    public CallLimits? Limits { get; set; }

    /// <summary>Gets the interceptors; those of all services see a call before those of one.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool IsMaxReceiveMessageSizeSet { get; private set; }
}

/// <summary>How calls of one service are served; what is not set is as for all services.</summary>
public sealed class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class;
