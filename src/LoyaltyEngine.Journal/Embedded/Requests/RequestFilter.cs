using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// A split-block Bloom filter over 64-bit keys: says "certainly not there" or "perhaps". One block of 32 bytes is
/// looked at per question. With <see cref="BitsPerKey"/> about one absent key in 800 is called "perhaps". Stored in
/// index files.
/// </summary>
internal sealed class RequestFilter(uint[] words)
{
    /// <summary>Bits for each key: what a request costs in memory for as long as the ledger lives.</summary>
    public const int BitsPerKey = 16;

    private const int WordsPerBlock = 8;
    private const int BitsPerBlock = WordsPerBlock * 32;

    private static readonly uint[] Salts =
    [
        0x47B6137B, 0x44974D91, 0x8824AD5B, 0xA2B7289D, 0x705495C7, 0x2DF1424B, 0x9EFC4947, 0x5C6BFB31,
    ];

    /// <summary>The bytes as stored.</summary>
    public Span<byte> Bytes => MemoryMarshal.AsBytes(words.AsSpan());

    /// <summary>A filter for a number of keys, empty.</summary>
    public static RequestFilter For(long keyCount) => new(new uint[WordsFor(keyCount)]);

    /// <summary>How many bytes a filter for a number of keys has.</summary>
    public static long BytesFor(long keyCount) => WordsFor(keyCount) * sizeof(uint);

    public void Add(ulong key)
    {
        var block = BlockOf(key);
        for (var i = 0; i < WordsPerBlock; i++)
            block[i] |= 1u << (int)(((uint)key * Salts[i]) >> 27);
    }

    public bool MayHold(ulong key)
    {
        var block = BlockOf(key);
        for (var i = 0; i < WordsPerBlock; i++)
        {
            if ((block[i] & (1u << (int)(((uint)key * Salts[i]) >> 27))) == 0)
                return false;
        }

        return true;
    }

    private static long WordsFor(long keyCount) =>
        Math.Max(1, (keyCount * BitsPerKey + BitsPerBlock - 1) / BitsPerBlock) * WordsPerBlock;

    private Span<uint> BlockOf(ulong key)
    {
        var block = (long)(((key >> 32) * (ulong)(words.Length / WordsPerBlock)) >> 32);
        return words.AsSpan((int)block * WordsPerBlock, WordsPerBlock);
    }
}
