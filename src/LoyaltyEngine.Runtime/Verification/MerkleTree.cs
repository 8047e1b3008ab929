using System.Security.Cryptography;

namespace LoyaltyEngine.Runtime.Verification;

/// <summary>
/// The Merkle tree hash of RFC 6962, section 2.1, over leaves that come one by one: SHA-256(0x00 ‖ leaf) for a leaf,
/// SHA-256(0x01 ‖ left ‖ right) for a node, the left side the largest power of two below the number of leaves. Holds
/// one hash a level. Not thread-safe.
/// </summary>
internal sealed class MerkleTree
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    // The roots of whole trees, the largest first: one for each bit of the number of leaves.
    private readonly List<byte[]> _whole = [];

    /// <summary>How many leaves there are.</summary>
    public long LeafCount { get; private set; }

    /// <summary>Adds the next leaf.</summary>
    public void Add(ReadOnlySpan<byte> leaf)
    {
        var hash = SHA256.HashData([LeafPrefix, .. leaf]);
        for (var size = LeafCount; (size & 1) == 1; size >>= 1)
        {
            hash = Node(_whole[^1], hash);
            _whole.RemoveAt(_whole.Count - 1);
        }

        _whole.Add(hash);
        LeafCount++;
    }

    /// <summary>The root over all leaves so far, of which there must be one.</summary>
    public byte[] Root()
    {
        var root = _whole[^1];
        for (var i = _whole.Count - 2; i >= 0; i--)
            root = Node(_whole[i], root);
        return root;
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([NodePrefix, .. left, .. right]);
}
