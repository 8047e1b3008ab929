using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace LoyaltyEngine.Rpc.InteropTests.Cases;

/// <summary>Our own client, in this process.</summary>
internal sealed class OurClient(bool hasProbe) : IInteropClient
{
    private static readonly TimeSpan _caseTimeMax = TimeSpan.FromMinutes(3);

    public async Task<Dictionary<string, string?>> RunAsync(Endpoint server, IReadOnlyList<string> cases)
    {
        using var channel = Connect(server);
        var run = new OurCases(channel, () => Connect(server), hasProbe);
        var outcomes = new Dictionary<string, string?>();
        foreach (var name in cases)
        {
            try
            {
                await run.RunAsync(name).WaitAsync(_caseTimeMax);
                outcomes[name] = null;
            }
            catch (Exception failure)
            {
                // Whatever a case ends with is its outcome.
                outcomes[name] = $"{failure.GetType().Name}: {failure.Message}";
            }
        }

        return outcomes;
    }

    private static GrpcChannel Connect(Endpoint server)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        if (server.TrustedPath is { } trusted)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(trusted) };
        var scheme = server.TrustedPath is null ? "http" : "https";
        return GrpcChannel.ForAddress(
            $"{scheme}://{Endpoint.Name}:{server.Port}",
            new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private static X509ChainPolicy TrustOnly(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(path);
        return policy;
    }
}
