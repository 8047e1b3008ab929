using System.Collections.Concurrent;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client;

/// <summary>
/// Connections over HTTP/2 to one server. Making one opens no connection; calls open them, and open them again after a
/// failure. Shared by any number of clients and threads.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private const int MaxSpareEnvelopes = 256;

    private readonly bool _ownsHandler;
    private readonly bool _reusesEnvelopes;
    private readonly ConcurrentQueue<RequestEnvelope> _spareEnvelopes = new();
    private readonly CancellationTokenSource _disposal = new();
    private readonly ConcurrentDictionary<IMethod, Uri> _addresses = new();
    private bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options is { HttpClient: not null, HttpHandler: not null })
            throw new ArgumentException("Give an HttpClient or an HttpHandler, not both.", nameof(options));

        Address = address;
        Options = options;
        _ownsHandler = options.DisposeHttpClient || options is { HttpClient: null, HttpHandler: null };
        // A handler not made here may hold on to a message, and HttpClient sends none twice.
        _reusesEnvelopes = options is { HttpClient: null, HttpHandler: null };
        Invoker = options.HttpClient is { } client
            ? client
            : new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(), disposeHandler: _ownsHandler);
        MaxReceiveBytes = options.MaxReceiveMessageSize ?? int.MaxValue;
        MaxSendBytes = options.MaxSendMessageSize ?? int.MaxValue;
        Compression = options.CompressionProviders is { Count: > 0 } providers
            ? [.. providers]
            : [new GzipCompressionProvider(CompressionLevel.Fastest)];
        AcceptEncoding = string.Join(',', Compression.Select(one => one.EncodingName).Prepend("identity"));
        CallCredentials = options.Credentials?.CallCredentials;
        if (options.Credentials is { } credentials && credentials.IsSecure != IsSecure)
            throw new InvalidOperationException($"The channel's credentials do not match the scheme of {address}.");
    }

    /// <summary>Gets a token cancelled when the channel is disposed of, which ends its calls.</summary>
    internal CancellationToken Disposal => _disposal.Token;

    internal Uri Address { get; }

    internal bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    internal GrpcChannelOptions Options { get; }

    internal HttpMessageInvoker Invoker { get; }

    internal int MaxReceiveBytes { get; }

    internal int MaxSendBytes { get; }

    internal IReadOnlyList<ICompressionProvider> Compression { get; }

    internal string AcceptEncoding { get; }

    internal CallCredentials? CallCredentials { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
        => ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
        => new(address, channelOptions);

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new HttpCallInvoker(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _disposal.Cancel();
        if (_ownsHandler)
            Invoker.Dispose();
    }

    internal RequestEnvelope TakeEnvelope()
        => _spareEnvelopes.TryDequeue(out var envelope) ? envelope : new RequestEnvelope(this);

    /// <summary>Takes back the envelope of a call that ended well.</summary>
    internal void Return(RequestEnvelope envelope)
    {
        if (_reusesEnvelopes && _spareEnvelopes.Count < MaxSpareEnvelopes && envelope.TryReset())
            _spareEnvelopes.Enqueue(envelope);
        else
            envelope.Dispose();
    }

    /// <summary>The address of a method; made once for each.</summary>
    internal Uri AddressOf(IMethod method)
        => _addresses.GetOrAdd(method, static (key, address) => new Uri(address, key.FullName), Address);

    internal ICompressionProvider? FindCompression(string encoding)
        => Compression.FirstOrDefault(
            one => string.Equals(one.EncodingName, encoding, StringComparison.OrdinalIgnoreCase));

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    };
}
