using System.Text;

namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// Encodes the header block of a gRPC call once for all its requests: static entries and literals without indexing, so
/// the same bytes serve any stream of any connection.
/// </summary>
internal static class RequestHeaders
{
    private const byte MethodPost = 0x83;
    private const byte SchemeHttp = 0x86;
    private const int AuthorityEntry = 1;
    private const int PathEntry = 4;
    private const int ContentTypeEntry = 31;
    private const int UserAgentEntry = 58;
    private const int LongestValue = 4096;

    /// <param name="authority">Host and port.</param>
    /// <param name="path">The method's path, such as <c>/loyalty.v1.TillService/EarnPoints</c>.</param>
    public static byte[] Encode(string authority, string path)
    {
        var block = new List<byte> { MethodPost, SchemeHttp };
        AddIndexedName(block, PathEntry, path);
        AddIndexedName(block, AuthorityEntry, authority);
        AddIndexedName(block, ContentTypeEntry, "application/grpc");
        AddIndexedName(block, UserAgentEntry, "loyalty-load");
        AddNewName(block, "te", "trailers");
        // As a till does; no call of a run comes near it.
        AddNewName(block, "grpc-timeout", "30S");
        return [.. block];
    }

    private static void AddIndexedName(List<byte> block, int entry, string value)
    {
        AddInteger(block, 0, entry, 4);
        AddString(block, value);
    }

    private static void AddNewName(List<byte> block, string name, string value)
    {
        AddInteger(block, 0, 0, 4);
        AddString(block, name);
        AddString(block, value);
    }

    private static void AddString(List<byte> block, string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, LongestValue);
        AddInteger(block, 0, text.Length, 7);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void AddInteger(List<byte> block, byte pattern, int value, int prefixBits)
    {
        var largest = (1 << prefixBits) - 1;
        if (value < largest)
        {
            block.Add((byte)(pattern | value));
            return;
        }

        block.Add((byte)(pattern | largest));
        for (value -= largest; value >= 0x80; value >>= 7)
            block.Add((byte)(value | 0x80));
        block.Add((byte)value);
    }
}
