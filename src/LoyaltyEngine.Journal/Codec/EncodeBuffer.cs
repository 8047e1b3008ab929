namespace LoyaltyEngine.Journal.Codec;

/// <summary>Hands out a scratch buffer of the calling thread, so that encoding allocates nothing.</summary>
public static class EncodeBuffer
{
    // Longest UTF-8 encoding of one UTF-16 code unit.
    private const int BytesPerChar = 3;

    private const int FirstBytes = 16 * 1024;

    [ThreadStatic]
    private static byte[]? t_buffer;

    /// <summary>A buffer of at least so many bytes; good until the thread asks again.</summary>
    public static Span<byte> OfAtLeast(int byteCount)
    {
        var buffer = t_buffer;
        if (buffer is null || buffer.Length < byteCount)
            t_buffer = buffer = new byte[Math.Max(FirstBytes, byteCount)];
        return buffer;
    }

    /// <summary>The most bytes a string field can take, with tag and length.</summary>
    public static int BytesOf(string text) => text.Length * BytesPerChar + 8;
}
