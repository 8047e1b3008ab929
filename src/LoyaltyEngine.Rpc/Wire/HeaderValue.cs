using System.Buffers;

namespace LoyaltyEngine.Rpc.Wire;

/// <summary>
/// Text values of metadata: printable ASCII by gRPC's grammar, which is what we send. What others send beyond it must
/// not fail their call, so it is taken for Latin-1, byte for byte, and can be sent back as it came.
/// </summary>
internal static class HeaderValue
{
    private static readonly SearchValues<char> _printable = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code)]);

    public static bool IsOfGrammar(string value) => !value.AsSpan().ContainsAnyExcept(_printable);

    /// <summary>True if every character is one byte of Latin-1.</summary>
    public static bool IsLatin1(string value) => !value.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
}
