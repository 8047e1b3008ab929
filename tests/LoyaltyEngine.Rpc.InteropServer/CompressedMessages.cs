namespace LoyaltyEngine.Rpc.InteropServer;

/// <summary>
/// How many messages of the call under way came compressed, which a service cannot see otherwise. Whatever runs on
/// behalf of the call finds its count in the flow of execution.
/// </summary>
internal sealed class CompressedMessages
{
    private static readonly AsyncLocal<CompressedMessages?> _ofThisCall = new();

    private int _count;

    public static int Count => _ofThisCall.Value?._count ?? 0;

    /// <summary>Starts the count of a call, before its first message is read.</summary>
    public static void Begin() => _ofThisCall.Value = new CompressedMessages();

    public static void Add()
    {
        if (_ofThisCall.Value is { } messages)
            messages._count++;
    }
}
