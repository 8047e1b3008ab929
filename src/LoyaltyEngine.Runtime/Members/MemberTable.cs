using System.Collections.Concurrent;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Due;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>
/// The members of one program that are in memory. Bounded: past the limit, members that rest are let go and loaded
/// again when they are next needed. Thread-safe.
/// </summary>
internal sealed class MemberTable(
    string tenant,
    string programId,
    IJournal journal,
    DueIndex due,
    LedgerOptions options,
    Func<LedgerTime, TierTable?> tiersAt)
{
    private readonly ConcurrentDictionary<string, MemberHost> _hosts = new(StringComparer.Ordinal);
    private int _sweeping;

    /// <summary>How many members are held.</summary>
    public int Count => _hosts.Count;

    /// <summary>The member's host, loaded; completes at once for a member that is held.</summary>
    public ValueTask<MemberHost> GetAsync(string memberId)
    {
        if (_hosts.TryGetValue(memberId, out var host) && host.IsLoaded)
            return new(host);
        return LoadAsync(memberId, isAskedFor: true);
    }

    /// <summary>The host, loaded, of a member nobody asked for, and whether it was held already.</summary>
    public async ValueTask<(MemberHost Host, bool WasHeld)> GetUnaskedAsync(string memberId)
    {
        if (_hosts.TryGetValue(memberId, out var host) && host.IsLoaded)
            return (host, true);
        return (await LoadAsync(memberId, isAskedFor: false), host is not null);
    }

    /// <summary>Lets go of a host that nobody has asked for since it was loaded.</summary>
    public void RemoveIfUnasked(string memberId, MemberHost host)
    {
        if (!host.WasUsed && host.TryRetire(onlyIfEmpty: false))
            Remove(memberId, host);
    }

    /// <summary>Lets go of a host whose copy is no longer to be used.</summary>
    public void Drop(string memberId, MemberHost host)
    {
        host.MarkStale();
        Remove(memberId, host);
    }

    /// <summary>Lets go of a host that was made for a member who does not exist.</summary>
    public void RemoveIfEmpty(string memberId, MemberHost host)
    {
        if (host.TryRetire(onlyIfEmpty: true))
            Remove(memberId, host);
    }

    private async ValueTask<MemberHost> LoadAsync(string memberId, bool isAskedFor)
    {
        var host = _hosts.GetOrAdd(memberId, CreateHost);
        try
        {
            await host.LoadAsync(isAskedFor);
        }
        catch
        {
            Remove(memberId, host);
            throw;
        }

        if (_hosts.Count > options.MembersHeldMax)
            Sweep();
        return host;
    }

    private void Remove(string memberId, MemberHost host) => _hosts.TryRemove(new(memberId, host));

    private MemberHost CreateHost(string memberId) =>
        new(StreamId.Member(tenant, programId, memberId), journal, due, options.SnapshotInterval, tiersAt);

    // Two sweeps without use in between let a member go: the first takes the mark of use back.
    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;
        try
        {
            var surplus = _hosts.Count - (options.MembersHeldMax / 10 * 9);
            foreach (var (memberId, host) in _hosts)
            {
                if (surplus <= 0)
                    break;
                if (!host.TryRetire(onlyIfEmpty: false))
                    continue;
                Remove(memberId, host);
                surplus--;
            }
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }
}
