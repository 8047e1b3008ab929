namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The key of a request of one stream in the request index: the request key and the hash of the stream's text, mixed by
/// the finisher of MurmurHash3. Stored in index files, so permanent. Keys of different requests may be equal; a match
/// is verified at the record.
/// </summary>
internal static class RequestIndexKey
{
    public static ulong Of(ulong requestKey, ulong streamHash)
    {
        var mixed = requestKey ^ (streamHash * 0x9E3779B97F4A7C15);
        mixed ^= mixed >> 33;
        mixed *= 0xFF51AFD7ED558CCD;
        mixed ^= mixed >> 33;
        mixed *= 0xC4CEB9FE1A85EC53;
        return mixed ^ (mixed >> 33);
    }
}
