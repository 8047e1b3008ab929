using System.Collections.Concurrent;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>A vault in the process's memory, for tests and trials. Thread-safe.</summary>
public sealed class InMemoryMemberKeyVault : IMemberKeyVault
{
    private readonly ConcurrentDictionary<StreamId, MemberKey> _keys = new();

    /// <inheritdoc/>
    public ValueTask<MemberKey> GetOrCreateAsync(StreamId member) =>
        ValueTask.FromResult(_keys.GetOrAdd(member, _ => MemberKey.New()));

    /// <inheritdoc/>
    public ValueTask<MemberKey?> FindAsync(StreamId member) => ValueTask.FromResult(_keys.GetValueOrDefault(member));

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(StreamId member) => ValueTask.FromResult(_keys.TryRemove(member, out _));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
