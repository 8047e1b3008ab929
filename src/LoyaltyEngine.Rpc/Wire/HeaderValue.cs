using System.Buffers;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// Text values of metadata: printable ASCII by gRPC's grammar, which is what we send. What others send beyond it must
/// not fail their call, so it is taken for Latin-1, byte for byte, and can be sent back as it came.
/// </summary>
internal static class HeaderValue
{
    private const char Delete = '\u007F';

    private static readonly SearchValues<char> _controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(code => code != '\t'), Delete]);

    public static bool IsOfGrammar(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>True if every character is one byte of Latin-1.</summary>
    public static bool IsLatin1(string value) => !value.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');

    /// <summary>True if HTTP carries it as it is: Latin-1 without control characters but the tab.</summary>
    public static bool IsCarried(string value) => IsLatin1(value) && !value.AsSpan().ContainsAny(_controls);
}
