namespace Grpc.Core;

/// <summary>Connections to one server, shared by any number of clients and threads.</summary>
public abstract class ChannelBase(string target)
{
    /// <summary>Gets the server's authority.</summary>
    public string Target { get; } = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>Makes an invoker whose calls use this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the connections.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
