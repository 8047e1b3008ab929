using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using LoyaltyEngine.Rpc.Tests.Probe;
using Microsoft.AspNetCore.Hosting;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task Call_OverTls_Succeeds()
    {
        using var certificate = CreateCertificate();
        await using var server = await ProbeServer.StartAsync(listen: listen => listen.UseHttps(certificate));
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                        shown?.GetCertHashString() == certificate.GetCertHashString(),
                },
            },
        });

        var client = new ProbeService.ProbeServiceClient(channel);
        var response = await client.ProbeAsync(new ProbeRequest { Text = "sealed" });

        server.Address.Scheme.ShouldBe("https");
        response.Text.ShouldBe("sealed");
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
