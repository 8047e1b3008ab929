using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoyaltyEngine.Server;

/// <summary>Where the server listens, and the limits of its connections.</summary>
internal static class Listeners
{
    private const int StreamsPerConnectionMax = 1_000;
    private const int ConnectionWindowBytes = 4 * 1024 * 1024;
    private const int StreamWindowBytes = 512 * 1024;

    /// <summary>The largest request body: what a till call can need, and no more.</summary>
    public const int RequestBytesMax = 1024 * 1024;

    /// <summary>Sets Kestrel up.</summary>
    /// <exception cref="StartRefusedException">A URL or a certificate cannot be used.</exception>
    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);

        Listen(kestrel, options, options.GrpcUrl, "--grpc-url", HttpProtocols.Http2);
        if (options.HttpUrl.Length > 0)
            Listen(kestrel, options, options.HttpUrl, "--http-url", HttpProtocols.Http1);
    }

    private static void Listen(
        KestrelServerOptions kestrel, ServerOptions options, string url, string option, HttpProtocols clearProtocols)
    {
        var address = Address(url, option, out var isTls);
        kestrel.Listen(address, listen =>
        {
            if (!isTls)
            {
                listen.Protocols = clearProtocols;
                return;
            }

            // With TLS the protocol is negotiated, so one port speaks both.
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(Certificate(options));
        });
    }

    private static IPEndPoint Address(string url, string option, out bool isTls)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.PathAndQuery != "/")
        {
            throw new StartRefusedException($"{option} {url}: expected http://ADDRESS:PORT or https://ADDRESS:PORT.");
        }

        isTls = uri.Scheme == "https";
        var host = uri.Host switch
        {
            "localhost" => IPAddress.Loopback,
            var text when IPAddress.TryParse(text.Trim('[', ']'), out var address) => address,
            _ => throw new StartRefusedException(
                $"{option} {url}: expected an IP address or localhost, not {uri.Host}."),
        };
        return new IPEndPoint(host, uri.Port);
    }

    private static X509Certificate2 Certificate(ServerOptions options)
    {
        if (options.TlsCertificate.Length == 0 || options.TlsKey.Length == 0)
            throw new StartRefusedException("https needs --tls-certificate FILE and --tls-key FILE (PEM).");
        try
        {
            return X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"The TLS certificate cannot be used: {e.Message}", e);
        }
    }
}
