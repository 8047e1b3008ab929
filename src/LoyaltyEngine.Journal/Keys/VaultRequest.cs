namespace LoyaltyEngine.Journal.Keys;

/// <summary>A creation or deletion that waits for its transaction.</summary>
internal sealed record VaultRequest(StreamId Member, bool IsDeletion)
{
    public TaskCompletionSource<MemberKey?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
