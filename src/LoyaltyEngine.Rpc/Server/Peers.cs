using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Describes the other end of a connection the way all gRPC implementations do.</summary>
internal static class Peers
{
    private const string CommonName = "x509_common_name";
    private const string SubjectAlternativeName = "x509_subject_alternative_name";

    private static readonly AuthContext _unauthenticated = new(null, []);

    public static string Describe(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => $"ipv4:{mapped.MapToIPv4()}:{connection.RemotePort}",
        { AddressFamily: AddressFamily.InterNetworkV6 } v6 => $"ipv6:[{v6}]:{connection.RemotePort}",
        var v4 => $"ipv4:{v4}:{connection.RemotePort}",
    };

    public static AuthContext Authenticate(ConnectionInfo connection)
    {
        if (connection.ClientCertificate is not { } certificate)
            return _unauthenticated;

        var properties = new Dictionary<string, List<AuthProperty>>();
        if (certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name)
            properties[CommonName] = [AuthProperty.Create(CommonName, Encoding.UTF8.GetBytes(name))];
        var dnsNames = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Select(dns => AuthProperty.Create(SubjectAlternativeName, Encoding.UTF8.GetBytes(dns)))
            .ToList();
        if (dnsNames.Count > 0)
            properties[SubjectAlternativeName] = dnsNames;
        var identity = dnsNames.Count > 0 ? SubjectAlternativeName
            : properties.ContainsKey(CommonName) ? CommonName
            : null;
        return new AuthContext(identity, properties);
    }
}
