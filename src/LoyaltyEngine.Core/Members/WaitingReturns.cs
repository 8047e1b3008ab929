using System.Runtime.InteropServices;

namespace LoyaltyEngine.Core.Members;

/// <summary>A member's returns that wait for their sales, oldest first. Not thread-safe: belongs to its
/// member.</summary>
public sealed class WaitingReturns
{
    /// <summary>The most that a member may have at once.</summary>
    public const int CountMax = 16;

    /// <summary>Of a member with none; is never changed.</summary>
    public static readonly WaitingReturns None = new();

    private readonly List<WaitingReturn> _waiting = [];

    /// <summary>The returns that wait.</summary>
    public ReadOnlySpan<WaitingReturn> All => CollectionsMarshal.AsSpan(_waiting);

    /// <summary>The oldest that waits for a request; null for none.</summary>
    public WaitingReturn? FirstFor(string requestId) => _waiting.Find(waiting => waiting.SaleRequestId == requestId);

    /// <summary>The one whose time is over next, the oldest of several; null for none.</summary>
    public WaitingReturn? NextToEnd()
    {
        WaitingReturn? next = null;
        foreach (var waiting in _waiting)
        {
            if (next is null || waiting.EndTime < next.EndTime)
                next = waiting;
        }

        return next;
    }

    internal void Add(WaitingReturn waiting)
    {
        if (_waiting.Count > 0 && _waiting[^1].Id >= waiting.Id)
            throw new CorruptMemberException($"return {waiting.Id} waits out of order");
        _waiting.Add(waiting);
    }

    internal void Remove(long id)
    {
        if (_waiting.RemoveAll(waiting => waiting.Id == id) == 0)
            throw new CorruptMemberException($"return {id} is settled and did not wait");
    }
}
