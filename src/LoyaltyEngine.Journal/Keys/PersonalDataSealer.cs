using System.Security.Cryptography;
using System.Text;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// Seals personal fields under a member's key with AES-256-GCM; the stream's text is associated data, so what is sealed
/// for one member opens for no other. Stored in records, so permanent:
/// <code>
/// offset     bytes  what
///      0        12  nonce, random
///     12         n  ciphertext, as long as the plaintext
/// 12 + n        16  tag
/// </code>
/// </summary>
public static class PersonalDataSealer
{
    /// <summary>How much longer sealed bytes are.</summary>
    public const int OverheadBytes = NonceBytes + TagBytes;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Seals bytes for a stream.</summary>
    public static byte[] Seal(MemberKey key, StreamId stream, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[plaintext.Length + OverheadBytes];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Bytes, TagBytes);
        cipher.Encrypt(
            nonce,
            plaintext,
            result.AsSpan(NonceBytes, plaintext.Length),
            result.AsSpan(NonceBytes + plaintext.Length),
            Encoding.ASCII.GetBytes(stream.Text));
        return result;
    }

    /// <summary>Opens sealed bytes; null where key, stream or bytes are not those of the sealing.</summary>
    public static byte[]? TryUnseal(MemberKey key, StreamId stream, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < OverheadBytes)
            return null;
        var plaintext = new byte[sealedBytes.Length - OverheadBytes];
        using var cipher = new AesGcm(key.Bytes, TagBytes);
        try
        {
            cipher.Decrypt(
                sealedBytes[..NonceBytes],
                sealedBytes[NonceBytes..^TagBytes],
                sealedBytes[^TagBytes..],
                plaintext,
                Encoding.ASCII.GetBytes(stream.Text));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
