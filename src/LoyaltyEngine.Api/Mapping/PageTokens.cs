using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using LoyaltyEngine.Journal;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Mapping;

/// <summary>
/// Page tokens: where the next page begins, with a check that ties it to what was asked. Opaque to callers:
/// base64url of version (1 byte), revision (8), place (8), XXH32 of those and of program, member and view (4).
/// </summary>
internal static class PageTokens
{
    private const byte Version = 1;
    private const int BodyBytes = 17;
    private const int TokenBytes = BodyBytes + 4;

    /// <summary>What a token is tied to.</summary>
    public static string FilterOf(string programId, string memberId, V1.EntryView view) =>
        $"{programId}/{memberId}/{(int)view}";

    /// <summary>The token for a cursor; empty where there is no next page.</summary>
    public static string Write(ReadCursor? next, string filter)
    {
        if (next is not { } cursor)
            return "";
        Span<byte> token = stackalloc byte[TokenBytes];
        token[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(token[1..], cursor.Revision);
        BinaryPrimitives.WriteInt64LittleEndian(token[9..], cursor.Place);
        BinaryPrimitives.WriteUInt32LittleEndian(token[BodyBytes..], Check(token[..BodyBytes], filter));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The cursor of a token; false for what is no token of this list.</summary>
    public static bool TryRead(string text, string filter, out ReadCursor? cursor)
    {
        cursor = null;
        if (text.Length == 0)
            return true;
        Span<byte> token = stackalloc byte[TokenBytes + 3];
        if (text.Length > 64 || !Base64Url.IsValid(text, out var length) || length != TokenBytes)
            return false;
        Base64Url.DecodeFromChars(text, token);
        if (token[0] != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(token[BodyBytes..]) != Check(token[..BodyBytes], filter))
        {
            return false;
        }

        cursor = new ReadCursor(
            BinaryPrimitives.ReadInt64LittleEndian(token[1..]), BinaryPrimitives.ReadInt64LittleEndian(token[9..]));
        return true;
    }

    private static uint Check(ReadOnlySpan<byte> body, string filter)
    {
        var hash = new XxHash32();
        hash.Append(body);
        hash.Append(Encoding.UTF8.GetBytes(filter));
        return hash.GetCurrentHashAsUInt32();
    }
}
