using System.Buffers;
using System.Globalization;
using System.Text;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// The encoding of <c>grpc-message</c>: UTF-8, of which all bytes but 0x20-0x24 and 0x26-0x7E are written as %XX.
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> _plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code).Where(c => c != '%')]);

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(_plain))
            return text;

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is no valid escape stays as it is, what is no valid UTF-8 becomes U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%'))
            return text;

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(
                    text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.GetSpan(1)[0] = value;
                bytes.Advance(1);
                i += 2;
            }
            else
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                Encoding.UTF8.GetBytes(text.AsSpan(i, length), bytes);
                i += length - 1;
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
