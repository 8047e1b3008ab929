namespace LoyaltyEngine.Rpc.InteropTests.Cases;

/// <summary>
/// The official interop cases that need no cloud, in the order of their descriptions, and which of them a pair of
/// client and server cannot run. What is not named here runs and has to pass.
/// </summary>
internal static class InteropCases
{
    public const string ConcurrentLargeUnary = "concurrent_large_unary";
    public const string TimeoutOnSleepingServer = "timeout_on_sleeping_server";
    public const string RpcSoak = "rpc_soak";
    public const string ChannelSoak = "channel_soak";

    private const string ClientCompressed = "client_compressed_";
    private const string ServerCompressed = "server_compressed_";

    private static readonly string[] _unknownToRuby =
    [
        "server_compressed_unary", "server_compressed_streaming", "special_status_message", ConcurrentLargeUnary,
        RpcSoak, ChannelSoak,
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        "empty_unary",
        "cacheable_unary",
        "large_unary",
        "client_compressed_unary",
        "server_compressed_unary",
        "client_streaming",
        "client_compressed_streaming",
        "server_streaming",
        "server_compressed_streaming",
        "ping_pong",
        "empty_stream",
        "status_code_and_message",
        "special_status_message",
        "custom_metadata",
        "unimplemented_method",
        "unimplemented_service",
        "cancel_after_begin",
        "cancel_after_first_response",
        TimeoutOnSleepingServer,
        ConcurrentLargeUnary,
        RpcSoak,
        ChannelSoak,
    ];

    /// <summary>True if a response of the case comes compressed, which only the wire shows.</summary>
    public static bool IsServerCompressed(string name) => name.StartsWith(ServerCompressed, StringComparison.Ordinal);

    /// <summary>Gives why a case is not run, or null if it is.</summary>
    public static string? ReasonNotRun(Pairing pairing, string name)
    {
        if (name == "cacheable_unary")
            return "The case sends GET through a caching proxy, and gRPC over HTTP/2 knows POST alone.";
        if (pairing.Client == Peer.Ruby && _unknownToRuby.Contains(name))
            return "The official Ruby client does not have the case.";
        return pairing.Server switch
        {
            Peer.Ruby when IsServerCompressed(name) => "The official Ruby server compresses nothing.",
            Peer.Ruby when name == ConcurrentLargeUnary => "The official Ruby server refuses more calls than threads.",
            Peer.NodeJs when IsServerCompressed(name) => "A server of grpc-js compresses nothing.",
            _ => null,
        };
    }

    /// <summary>Gives in what a case that is run differs from its description, or null.</summary>
    public static string? Remark(Pairing pairing, string name)
    {
        if (pairing.Server != Peer.Ours && name.StartsWith(ClientCompressed, StringComparison.Ordinal))
        {
            return "Without the probe: the server cannot tell whether a message came compressed. That one of ours did "
                + "and one did not is counted on the wire.";
        }

        if (pairing is { Client: Peer.Ours, Server: Peer.Ruby or Peer.Python } && name == TimeoutOnSleepingServer)
        {
            return "On a connection of its own: a server of the C core may answer twice when the deadline passes "
                + "(HEADERS again on the stream that it has just ended), and .NET's HTTP/2 client closes the "
                + "connection for it, as RFC 9113 (5.1) allows.";
        }

        return pairing.Client switch
        {
            Peer.Python when name == "client_compressed_streaming" =>
                "The plain message is random bytes, which the C core leaves as they are: the library has no other way.",
            Peer.NodeJs when name == "client_compressed_streaming" =>
                "The plain message goes by an internal call object of grpc-js: a stream of Node.js has no flags.",
            _ => null,
        };
    }
}
