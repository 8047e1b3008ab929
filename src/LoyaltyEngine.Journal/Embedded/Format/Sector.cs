namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The unit in which a disk keeps or loses what was written. Batches begin on sector boundaries, so that a torn write
/// never touches one that was flushed before.
/// </summary>
internal static class Sector
{
    public const int Size = 512;

    /// <summary>The next sector boundary at or after a length.</summary>
    public static int Align(int length) => (length + Size - 1) & ~(Size - 1);

    public static bool IsAligned(long length) => (length & (Size - 1)) == 0;
}
