using System.Text;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A response as a browser sees it.</summary>
internal sealed record WebResponse(int Status, Dictionary<string, string> Headers, byte[] Body, int TrailerCount)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? ContentType => Headers.GetValueOrDefault("content-type");
}
