namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// Keeps the members' data keys, outside the journal: deleting a member's key makes all personal fields that were ever
/// sealed under it unreadable, in the journal and in every copy of it, while the books still balance. Thread-safe.
/// </summary>
public interface IMemberKeyVault : IAsyncDisposable
{
    /// <summary>
    /// The key of a member, made where there is none. Durable before it is given out: nothing is ever sealed under a
    /// key that a crash could lose.
    /// </summary>
    ValueTask<MemberKey> GetOrCreateAsync(StreamId member);

    /// <summary>The key of a member, or null where there is none or it was deleted.</summary>
    ValueTask<MemberKey?> FindAsync(StreamId member);

    /// <summary>Deletes a member's key and its mark, durably and for good; true where there was a key.</summary>
    ValueTask<bool> DeleteAsync(StreamId member);

    /// <summary>
    /// Marks a member whose key is about to be deleted, durably, so that a crash before the deletion is not forgotten.
    /// </summary>
    ValueTask MarkAsync(StreamId member);

    /// <summary>Takes a mark back.</summary>
    ValueTask UnmarkAsync(StreamId member);

    /// <summary>The members that are marked.</summary>
    ValueTask<IReadOnlyList<StreamId>> ListMarkedAsync();
}
