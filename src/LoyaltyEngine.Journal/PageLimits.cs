namespace LoyaltyEngine.Journal;

/// <summary>How much one page of a journal may hold.</summary>
public static class PageLimits
{
    /// <summary>The most records of one page; a request for more is lowered to it.</summary>
    public const int RecordCountMax = 4096;

    /// <summary>A page ends once its bodies pass this many bytes, though it always holds one record.</summary>
    public const int BodyBytesMax = 8 * 1024 * 1024;

    internal static int Clamp(int recordCountMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recordCountMax, 1);
        return Math.Min(recordCountMax, RecordCountMax);
    }
}
