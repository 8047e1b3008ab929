namespace LoyaltyEngine.Journal.Keys;

/// <summary>A change of the vault that waits for its transaction.</summary>
internal sealed record VaultRequest(StreamId Member, VaultAction Action)
{
    public TaskCompletionSource<MemberKey?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
