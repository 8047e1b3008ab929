namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>Whose gRPC is at one end of a connection.</summary>
public enum Peer
{
    /// <summary>Our own stack.</summary>
    Ours,

    /// <summary>The official interop client and server of Debian's ruby-grpc, on gRPC's C core.</summary>
    Ruby,

    /// <summary>Debian's python3-grpcio, on gRPC's C core.</summary>
    Python,

    /// <summary>The npm package @grpc/grpc-js, a stack of its own.</summary>
    NodeJs,
}
