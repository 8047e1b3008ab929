namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>
/// How many bytes a case may send one way. A case that compresses one message and not another fits in between the size
/// of the plain one and that of both.
/// </summary>
internal readonly record struct ByteRange(long Least, long Most)
{
    /// <summary>More than headers and TLS need, and less than any message whose compression is looked at.</summary>
    private const int Overhead = 16 * 1024;

    private const int LargeRequest = 271_828;
    private const int LargeResponse = 314_159;

    /// <summary>What the server sends in a case whose responses it compresses.</summary>
    public static ByteRange? OfResponses(string name) => name switch
    {
        "server_compressed_unary" => AtLeast(LargeResponse),
        "server_compressed_streaming" => AtLeast(92_653),
        _ => null,
    };

    /// <summary>What the client sends in a case whose requests it compresses, without a probe.</summary>
    public static ByteRange? OfRequests(string name) => name switch
    {
        "client_compressed_unary" => AtLeast(LargeRequest),
        "client_compressed_streaming" => AtLeast(45_904),
        _ => null,
    };

    public bool Contains(long bytes) => bytes >= Least && bytes <= Most;

    private static ByteRange AtLeast(int size) => new(size, size + Overhead);
}
