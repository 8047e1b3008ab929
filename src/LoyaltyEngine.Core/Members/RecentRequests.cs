namespace LoyaltyEngine.Core.Members;

/// <summary>
/// Fingerprints of the requests that made a member's last <see cref="CountMax"/> entries, so that a new request is told
/// from a repeated one without reading the journal. A fingerprint that matches proves nothing: the entry must be read.
/// One that does not match proves that none of those entries was made by the request. Not thread-safe.
/// </summary>
public sealed class RecentRequests
{
    /// <summary>How many of the last entries are remembered.</summary>
    public const int CountMax = 32;

    private uint[] _fingerprints = [];
    private long _revision;

    /// <summary>The revision up to which nothing is remembered here: older requests are found through the
    /// journal.</summary>
    public long Floor => Math.Max(0, _revision - CountMax);

    /// <summary>
    /// The newest remembered revision, below the one given, whose request may be this one; 0 where there is none.
    /// </summary>
    public long FindBefore(long revision, ulong requestKey)
    {
        var fingerprint = Fingerprint(requestKey);
        for (var candidate = Math.Min(revision - 1, _revision); candidate > Floor; candidate--)
        {
            if (_fingerprints[candidate % _fingerprints.Length] == fingerprint)
                return candidate;
        }

        return 0;
    }

    /// <summary>The fingerprint that the next entry will push out, of the entry after <see cref="Floor"/>.</summary>
    /// <returns>False where nothing will be pushed out.</returns>
    public bool TryGetOldest(out uint fingerprint)
    {
        var full = _revision - Floor == CountMax;
        fingerprint = full ? _fingerprints[(Floor + 1) % CountMax] : 0;
        return full;
    }

    /// <summary>What is remembered of a request key.</summary>
    public static uint Fingerprint(ulong requestKey) => unchecked((uint)(requestKey >> 32));

    /// <summary>Remembers the request that made the next entry.</summary>
    internal void Add(ulong requestKey)
    {
        if (_revision == _fingerprints.Length && _fingerprints.Length < CountMax)
            Grow();
        _revision++;
        _fingerprints[_revision % _fingerprints.Length] = Fingerprint(requestKey);
    }

    /// <summary>The remembered fingerprints, oldest first.</summary>
    internal uint[] ToArray()
    {
        var fingerprints = new uint[_revision - Floor];
        for (var i = 0; i < fingerprints.Length; i++)
            fingerprints[i] = _fingerprints[(Floor + 1 + i) % _fingerprints.Length];
        return fingerprints;
    }

    /// <summary>Puts fingerprints back as a snapshot lists them.</summary>
    /// <exception cref="CorruptMemberException">They are not those of the last entries.</exception>
    internal void Restore(long revision, ReadOnlySpan<uint> fingerprints)
    {
        if (fingerprints.Length != Math.Min(revision, CountMax))
            throw new CorruptMemberException(
                $"a snapshot of {revision} entries remembers {fingerprints.Length} requests");
        var capacity = 4;
        while (capacity < fingerprints.Length)
            capacity *= 2;
        _fingerprints = new uint[capacity];
        _revision = revision;
        for (var i = 0; i < fingerprints.Length; i++)
            _fingerprints[(revision - fingerprints.Length + 1 + i) % capacity] = fingerprints[i];
    }

    private void Grow()
    {
        var grown = new uint[Math.Max(4, _fingerprints.Length * 2)];
        for (var revision = 1L; revision <= _revision; revision++)
            grown[revision % grown.Length] = _fingerprints[revision % _fingerprints.Length];
        _fingerprints = grown;
    }
}
