using System.Collections.Concurrent;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>A vault in the process's memory, for tests and trials. Thread-safe.</summary>
public sealed class InMemoryMemberKeyVault : IMemberKeyVault
{
    private readonly ConcurrentDictionary<StreamId, MemberKey> _keys = new();
    private readonly ConcurrentDictionary<StreamId, bool> _marked = new();

    /// <inheritdoc/>
    public ValueTask<MemberKey> GetOrCreateAsync(StreamId member) =>
        ValueTask.FromResult(_keys.GetOrAdd(member, _ => MemberKey.New()));

    /// <inheritdoc/>
    public ValueTask<MemberKey?> FindAsync(StreamId member) => ValueTask.FromResult(_keys.GetValueOrDefault(member));

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(StreamId member)
    {
        _marked.TryRemove(member, out _);
        return ValueTask.FromResult(_keys.TryRemove(member, out _));
    }

    /// <inheritdoc/>
    public ValueTask MarkAsync(StreamId member)
    {
        _marked[member] = true;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask UnmarkAsync(StreamId member)
    {
        _marked.TryRemove(member, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamId>> ListMarkedAsync() =>
        ValueTask.FromResult<IReadOnlyList<StreamId>>([.. _marked.Keys]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
