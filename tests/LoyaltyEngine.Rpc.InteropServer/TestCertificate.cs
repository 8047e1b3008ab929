using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoyaltyEngine.Rpc.InteropServer;

/// <summary>What the server shows over TLS: a certificate for the names that interop clients expect.</summary>
internal static class TestCertificate
{
    private static readonly string[] _names = ["localhost", "foo.test.google.fr", "*.test.google.fr"];

    public static X509Certificate2 LoadOrCreate(string? certificatePath, string? keyPath)
        => certificatePath is null ? Create() : X509Certificate2.CreateFromPemFile(certificatePath, keyPath);

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in _names)
            names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        // Clients are told to trust the certificate itself, as they would an authority's.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(7));
    }
}
