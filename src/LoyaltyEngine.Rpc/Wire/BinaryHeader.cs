using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// Values of <c>-bin</c> headers: base64, written without padding, read with or without it. One header may hold several
/// values, split by commas.
/// </summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        text = text.Trim(' ').TrimEnd('=');
        if (text.Length % 4 == 1)
            return false;

        Span<char> padded = text.Length <= 252 ? stackalloc char[256] : new char[text.Length + 4];
        text.CopyTo(padded);
        var length = text.Length;
        while (length % 4 != 0)
            padded[length++] = '=';

        var bytes = new byte[length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded[..length], bytes, out var written))
            return false;
        value = bytes.AsSpan(0, written).ToArray();
        return true;
    }

    /// <summary>Adds each value of a header; false, with nothing added, if one of them is not base64.</summary>
    public static bool TryAdd(Metadata metadata, string key, string text)
    {
        if (!text.Contains(','))
        {
            if (!TryDecode(text, out var only))
                return false;
            metadata.Add(Metadata.Entry.Received(key, only));
            return true;
        }

        var values = new List<byte[]>();
        foreach (var part in text.Split(','))
        {
            if (!TryDecode(part, out var value))
                return false;
            values.Add(value);
        }

        foreach (var value in values)
            metadata.Add(Metadata.Entry.Received(key, value));
        return true;
    }
}
