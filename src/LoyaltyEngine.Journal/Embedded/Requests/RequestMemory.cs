namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// The part of the request index that is in memory: one table for the segment being filled and one for each sealed
/// segment whose index file is not written yet. Guarded by the tail's lock.
/// </summary>
/// <remarks>
/// Memory: 12 bytes a slot and 1.4 to 2.9 slots a record; with segments of 64 MiB and records of 400 bytes about 3 MiB
/// a table.
/// </remarks>
internal sealed class RequestMemory
{
    private readonly List<RequestTable> _tables = [];

    /// <summary>Adds a record at the log's end.</summary>
    public void Add(ulong key, LogPosition position)
    {
        if (_tables.Count == 0 || _tables[^1].Segment != position.Segment)
            _tables.Add(new RequestTable(position.Segment, _tables.Count == 0 ? 0 : _tables[^1].Count));
        _tables[^1].Add(key, position);
    }

    /// <summary>The positions of a key's records.</summary>
    public void Find(ulong key, ref List<LogPosition>? found)
    {
        foreach (var table in _tables)
            table.Find(key, ref found);
    }

    /// <summary>The table of the oldest segment before one, or null.</summary>
    public RequestTable? OldestBefore(int segment) =>
        _tables.Count > 0 && _tables[0].Segment < segment ? _tables[0] : null;

    /// <summary>Forgets a table whose index file is in use.</summary>
    public void Remove(RequestTable table) => _tables.Remove(table);
}
