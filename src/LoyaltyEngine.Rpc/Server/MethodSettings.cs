using System.IO.Compression;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// What the calls of one service are served by: the options of all services and its own, resolved once.
/// </summary>
internal sealed class MethodSettings
{
    public MethodSettings(GrpcServer server, GrpcServiceOptions all, GrpcServiceOptions own)
    {
        Server = server;
        var receive = own.IsMaxReceiveMessageSizeSet ? own.MaxReceiveMessageSize : all.MaxReceiveMessageSize;
        MaxReceiveBytes = receive ?? int.MaxValue;
        MaxSendBytes = own.MaxSendMessageSize ?? all.MaxSendMessageSize ?? int.MaxValue;
        Limits = own.Limits ?? all.Limits ?? new CallLimits();
        ResponseEncoding = own.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        ResponseCompressionLevel = own.ResponseCompressionLevel ?? all.ResponseCompressionLevel;
        Interceptors = [.. all.Interceptors, .. own.Interceptors];
        Compression =
            [.. own.CompressionProviders.Concat(all.CompressionProviders).DistinctBy(one => one.EncodingName)];
        if (Compression.Count == 0)
            Compression = [new GzipCompressionProvider(CompressionLevel.Fastest)];
        AcceptEncoding = string.Join(',', Compression.Select(one => one.EncodingName).Prepend("identity"));
    }

    public GrpcServer Server { get; }

    public ILogger Logger => Server.Logger;

    public int MaxReceiveBytes { get; }

    public int MaxSendBytes { get; }

    public CallLimits Limits { get; }

    public string? ResponseEncoding { get; }

    public CompressionLevel? ResponseCompressionLevel { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public IReadOnlyList<ICompressionProvider> Compression { get; }

    /// <summary>Gets what this server understands, for clients that sent something else.</summary>
    public string AcceptEncoding { get; }

    public ICompressionProvider? FindCompression(string encoding)
    {
        foreach (var provider in Compression)
        {
            if (string.Equals(provider.EncodingName, encoding, StringComparison.OrdinalIgnoreCase))
                return provider;
        }

        return null;
    }
}
