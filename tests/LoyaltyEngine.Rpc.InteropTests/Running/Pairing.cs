namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>A client, a server and how they are connected.</summary>
public sealed record Pairing(Peer Client, Peer Server, bool IsTls)
{
    /// <summary>Gets every pair with our stack at one end or both.</summary>
    public static IReadOnlyList<Pairing> All { get; } =
    [
        .. from peer in (Peer[])[Peer.Ruby, Peer.Python, Peer.NodeJs, Peer.Ours]
           from tls in (bool[])[false, true]
           select new Pairing(peer, Peer.Ours, tls),
        .. from peer in (Peer[])[Peer.Ruby, Peer.Python, Peer.NodeJs]
           from tls in (bool[])[false, true]
           select new Pairing(Peer.Ours, peer, tls),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{Client} client, {Server} server, {(IsTls ? "TLS" : "cleartext")}";
}
