using System.Security.Cryptography;
using System.Text;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// Wraps members' keys under the master key: AES-256-GCM with the stream's text as associated data, stored as nonce (12
/// bytes, random), wrapped key (32), tag (16). Permanent.
/// </summary>
internal static class KeyWrap
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int WrappedBytes = NonceBytes + MemberKey.Size + TagBytes;

    public static byte[] Wrap(byte[] master, StreamId member, MemberKey key)
    {
        var wrapped = new byte[WrappedBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(master, TagBytes);
        cipher.Encrypt(
            nonce,
            key.Bytes,
            wrapped.AsSpan(NonceBytes, MemberKey.Size),
            wrapped.AsSpan(NonceBytes + MemberKey.Size),
            Encoding.ASCII.GetBytes(member.Text));
        return wrapped;
    }

    public static MemberKey Unwrap(byte[] master, StreamId member, ReadOnlySpan<byte> wrapped)
    {
        var key = new byte[MemberKey.Size];
        try
        {
            using var cipher = new AesGcm(master, TagBytes);
            cipher.Decrypt(
                wrapped[..NonceBytes],
                wrapped[NonceBytes..^TagBytes],
                wrapped[^TagBytes..],
                key,
                Encoding.ASCII.GetBytes(member.Text));
        }
        catch (Exception cause) when (cause is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"The key of {member} was not wrapped under this installation's master key, or is damaged.", cause);
        }

        return new MemberKey(key);
    }
}
