using System.Net;
using Google.Protobuf;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;
using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>A server to be called, and its process where that is known.</summary>
internal sealed record Target(EndPoint EndPoint, string Authority, ProcessMeter? Process)
{
    /// <summary>A server that someone else started.</summary>
    public static Target At(Uri url, int? processId)
    {
        if (url.Scheme != Uri.UriSchemeHttp)
            throw new RunRefusedException($"{url}: the generator speaks HTTP/2 without TLS; give an http:// URL");

        EndPoint endPoint = IPAddress.TryParse(url.Host, out var address)
            ? new IPEndPoint(address, url.Port)
            : new DnsEndPoint(url.Host, url.Port);
        return new Target(endPoint, url.Authority, processId is { } id ? new ProcessMeter(id) : null);
    }

    /// <summary>A server that this run started.</summary>
    public static Target Of(ChildProcess child) => new(child.EndPoint, child.EndPoint.ToString(), child.Meter);

    /// <summary>Makes templates of messages for one method of this server.</summary>
    public IReadOnlyList<RequestTemplate> Templates(string path, IEnumerable<IMessage> messages)
    {
        var headers = RequestHeaders.Encode(Authority, path);
        return [.. messages.Select(m => new RequestTemplate(headers, m.ToByteArray()))];
    }
}
