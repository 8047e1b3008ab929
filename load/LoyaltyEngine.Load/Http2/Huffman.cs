namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// Decodes HPACK's Huffman code (RFC 7541, appendix B). The code is canonical: codes of one length count upwards in
/// the order of their symbols, so the lengths alone define it.
/// </summary>
internal static class Huffman
{
    private const int LongestCode = 30;
    private const int EndOfString = 256;

    // The code length of each symbol, 0 to 256.
    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    private static readonly uint[] FirstCode = new uint[LongestCode + 1];
    private static readonly int[] FirstIndex = new int[LongestCode + 1];
    private static readonly int[] Count = new int[LongestCode + 1];
    private static readonly short[] Symbols = new short[EndOfString + 1];

    static Huffman()
    {
        foreach (var length in Lengths)
            Count[length]++;

        uint code = 0;
        var index = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            FirstCode[length] = code;
            FirstIndex[length] = index;
            for (short symbol = 0; symbol <= EndOfString; symbol++)
            {
                if (Lengths[symbol] == length)
                    Symbols[index++] = symbol;
            }

            code = (code + (uint)Count[length]) << 1;
        }
    }

    /// <summary>Decodes into <paramref name="destination"/> and gives the number of bytes written.</summary>
    /// <exception cref="Http2Exception">The text is not Huffman code, or is too long.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        uint code = 0;
        var length = 0;
        var written = 0;
        var allOnes = true;
        foreach (var octet in source)
        {
            for (var bit = 7; bit >= 0; bit--)
            {
                var one = (octet >> bit) & 1;
                code = (code << 1) | (uint)one;
                allOnes &= one == 1;
                if (++length > LongestCode)
                    throw new Http2Exception("HPACK: no such Huffman code");

                var offset = code - FirstCode[length];
                if (code < FirstCode[length] || offset >= (uint)Count[length])
                    continue;

                var symbol = Symbols[FirstIndex[length] + (int)offset];
                if (symbol == EndOfString || written == destination.Length)
                    throw new Http2Exception("HPACK: end of string inside a string, or a string too long");

                destination[written++] = (byte)symbol;
                (code, length, allOnes) = (0, 0, true);
            }
        }

        // What is left must be padding: fewer than eight bits, the beginning of the code of the end of string.
        if (length > 7 || !allOnes)
            throw new Http2Exception("HPACK: wrong Huffman padding");

        return written;
    }
}
