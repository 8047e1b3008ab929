using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Journal;

/// <summary>
/// A 64-bit key of a request id within its stream, by which a journal finds the records that the request made. Keys of
/// different ids may be equal: whoever finds a record by key compares the id itself. Stored in record frames, so
/// permanent: XXH3-64 of the id's UTF-16 code units, little-endian, 0 replaced by 1; 0 stands for "no request".
/// </summary>
public static class RequestKey
{
    /// <summary>The key of a record that no request made.</summary>
    public const ulong None = 0;

    /// <summary>The key of a request id.</summary>
    public static ulong Of(string requestId)
    {
        var key = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(requestId.AsSpan()));
        return key == None ? 1 : key;
    }
}
