using System.Buffers.Text;
using System.Text;

namespace LoyaltyEngine.Load.Http2;

/// <summary>
/// Reads a header block (RFC 7541) as far as a generator needs it. The connection announces a dynamic table of size 0,
/// so nothing is ever inserted, a reference to a dynamic entry is an error, and the same bytes always mean the same.
/// </summary>
internal static class HpackReader
{
    private const int StaticEntries = 61;
    private const int LongestString = 16 * 1024;

    // The static entries 8 to 14 are ":status" with these values.
    private const int FirstStatusEntry = 8;
    private const int LastStatusEntry = 14;
    private static ReadOnlySpan<short> StatusValues => [200, 204, 206, 304, 400, 404, 500];

    /// <exception cref="Http2Exception">The block is malformed.</exception>
    public static AnswerHeaders Read(ReadOnlySpan<byte> block)
    {
        var answer = AnswerHeaders.Nothing;
        Span<byte> nameSpace = stackalloc byte[256];
        Span<byte> valueSpace = stackalloc byte[1024];
        var position = 0;
        while (position < block.Length)
        {
            var first = block[position];
            if ((first & 0x80) != 0)
            {
                var index = ReadInteger(block, ref position, 7);
                if (index is >= FirstStatusEntry and <= LastStatusEntry)
                    answer = answer with { HttpStatus = StatusValues[index - FirstStatusEntry] };
                else if (index is 0 or > StaticEntries)
                    throw new Http2Exception($"HPACK: index {index} is not in the table");
                continue;
            }

            if ((first & 0xE0) == 0x20)
            {
                if (ReadInteger(block, ref position, 5) != 0)
                    throw new Http2Exception("HPACK: the dynamic table is larger than was announced");
                continue;
            }

            var nameIndex = ReadInteger(block, ref position, (first & 0x40) != 0 ? 6 : 4);
            if (nameIndex > StaticEntries)
                throw new Http2Exception($"HPACK: index {nameIndex} is not in the table");

            var name = nameIndex == 0 ? ReadString(block, ref position, nameSpace) : default;
            var value = ReadString(block, ref position, valueSpace);
            if (nameIndex is >= FirstStatusEntry and <= LastStatusEntry || name.SequenceEqual(":status"u8))
                answer = answer with { HttpStatus = Number(value) };
            else if (name.SequenceEqual("grpc-status"u8))
                answer = answer with { GrpcStatus = Number(value) };
            else if (name.SequenceEqual("grpc-message"u8))
                answer = answer with { GrpcMessage = Encoding.ASCII.GetString(value) };
        }

        return answer;
    }

    private static int ReadInteger(ReadOnlySpan<byte> block, ref int position, int prefixBits)
    {
        var largest = (1 << prefixBits) - 1;
        var value = block[position++] & largest;
        if (value < largest)
            return value;

        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (position == block.Length)
                break;

            var octet = block[position++];
            value += (octet & 0x7F) << shift;
            if ((octet & 0x80) == 0)
                return value;
        }

        throw new Http2Exception("HPACK: an integer is cut off or too large");
    }

    // The space given spares an allocation for the usual short strings.
    private static ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> block, ref int position, Span<byte> space)
    {
        if (position == block.Length)
            throw new Http2Exception("HPACK: a string is cut off");

        var huffman = (block[position] & 0x80) != 0;
        var length = ReadInteger(block, ref position, 7);
        if (length > block.Length - position || length > LongestString)
            throw new Http2Exception("HPACK: a string is cut off or too long");

        var text = block.Slice(position, length);
        position += length;
        if (!huffman)
            return text;

        // The shortest code has 5 bits.
        var longest = length * 8 / 5;
        var decoded = longest <= space.Length ? space : new byte[longest];
        return decoded[..Huffman.Decode(text, decoded)];
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out var used) && used == text.Length && number >= 0
            ? number
            : throw new Http2Exception("a status is not a number");
}
