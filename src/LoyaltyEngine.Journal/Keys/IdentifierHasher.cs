using System.Security.Cryptography;
using System.Text;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// Hashes identifiers (card numbers, e-mail addresses) so that they can be looked up but not read: HMAC-SHA-256 under
/// the installation's secret of <c>program\nkind\nvalue</c> in UTF-8, in lower-case hexadecimal. Names streams, so
/// permanent. The value is hashed as given: whoever calls decides on its canonical form. Thread-safe.
/// </summary>
public sealed class IdentifierHasher
{
    /// <summary>Characters of a hash.</summary>
    public const int HashLength = 2 * HMACSHA256.HashSizeInBytes;

    private readonly byte[] _secret;

    /// <summary>Hashes under an installation's secret.</summary>
    public IdentifierHasher(InstallationKeys keys) => _secret = keys.Identifier;

    /// <summary>Hashes under a given secret.</summary>
    public IdentifierHasher(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, MemberKey.Size);
        _secret = secret.ToArray();
    }

    /// <summary>The hash of an identifier.</summary>
    public string Hash(string program, string kind, string value)
    {
        if (program.Contains('\n') || kind.Contains('\n'))
            throw new ArgumentException("Program and kind of an identifier are single lines.");
        var input = Encoding.UTF8.GetBytes($"{program}\n{kind}\n{value}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(_secret, input));
    }
}
