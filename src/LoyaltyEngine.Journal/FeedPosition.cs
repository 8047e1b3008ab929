namespace LoyaltyEngine.Journal;

/// <summary>
/// A place in a journal's feed, just after some record. Opaque to all but the journal that made it; later places of one
/// partition compare greater. One number suffices for the journals of one partition.
/// </summary>
public readonly record struct FeedPosition(long Place) : IComparable<FeedPosition>
{
    /// <summary>Before the first record.</summary>
    public static FeedPosition Start => default;

    /// <inheritdoc/>
    public int CompareTo(FeedPosition other) => Place.CompareTo(other.Place);
}
