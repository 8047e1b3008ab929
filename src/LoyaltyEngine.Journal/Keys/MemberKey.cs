using System.Security.Cryptography;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// A member's data key: 256 random bits under which the member's personal fields are sealed. Whoever holds it can read
/// them, so it is kept no longer than needed and never logged.
/// </summary>
public sealed class MemberKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes;

    internal MemberKey(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        _bytes = bytes;
    }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => nameof(MemberKey);

    internal static MemberKey New() => new(RandomNumberGenerator.GetBytes(Size));
}
