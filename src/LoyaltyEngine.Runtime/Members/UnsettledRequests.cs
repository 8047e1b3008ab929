namespace LoyaltyEngine.Runtime.Members;

/// <summary>
/// Fingerprints of the requests of a hot member's entries that left <see cref="Core.Members.RecentRequests"/> while the
/// journal may not tell of them yet. Almost always empty. Not thread-safe: belongs to its member's host.
/// </summary>
internal sealed class UnsettledRequests
{
    private readonly Queue<(long Revision, uint Fingerprint)> _queue = new();
    private readonly Dictionary<uint, long> _revisions = [];

    /// <summary>The lowest revision remembered, or <see cref="long.MaxValue"/> for none.</summary>
    public long First => _queue.TryPeek(out var first) ? first.Revision : long.MaxValue;

    /// <summary>The newest revision whose request may be the one, 0 where it is not remembered.</summary>
    public long Find(uint fingerprint) => _revisions.GetValueOrDefault(fingerprint);

    /// <summary>Remembers the request of the next entry.</summary>
    public void Add(long revision, uint fingerprint)
    {
        _queue.Enqueue((revision, fingerprint));
        _revisions[fingerprint] = revision;
    }

    /// <summary>Forgets what the journal knows.</summary>
    public void ForgetThrough(long revision)
    {
        while (_queue.TryPeek(out var first) && first.Revision <= revision)
        {
            _queue.Dequeue();
            if (_revisions.GetValueOrDefault(first.Fingerprint) == first.Revision)
                _revisions.Remove(first.Fingerprint);
        }
    }
}
