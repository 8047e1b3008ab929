namespace LoyaltyEngine.Load.Calls;

/// <summary>
/// What the engine said it gave each member, added up on the client's side, to be compared with the balances at the
/// end. Safe for several generator threads.
/// </summary>
internal sealed class Books(int members)
{
    private readonly long[] _points = new long[members];
    private long _entries;

    /// <summary>How many earns were acknowledged.</summary>
    public long Entries => _entries;

    /// <summary>How many members there are.</summary>
    public int Members => _points.Length;

    /// <summary>Notes an acknowledged earn, or a balance that was there before.</summary>
    public void Add(int member, long points) => Interlocked.Add(ref _points[member], points);

    /// <summary>Counts an acknowledged earn.</summary>
    public void CountEntry() => Interlocked.Increment(ref _entries);

    /// <summary>What a member must have.</summary>
    public long PointsOf(int member) => _points[member];
}
