namespace Grpc.Core;

/// <summary>How a channel secures its connections. Immutable.</summary>
public sealed class ChannelCredentials
{
    private ChannelCredentials(bool isSecure, CallCredentials? callCredentials)
    {
        IsSecure = isSecure;
        CallCredentials = callCredentials;
    }

    /// <summary>Gets connections in the clear.</summary>
    public static ChannelCredentials Insecure { get; } = new(false, null);

    /// <summary>Gets TLS with the system's trust.</summary>
    public static ChannelCredentials SecureSsl { get; } = new(true, null);

    internal bool IsSecure { get; }

    internal CallCredentials? CallCredentials { get; }

    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
        => new(
            channelCredentials.IsSecure,
            channelCredentials.CallCredentials is { } inner
                ? Core.CallCredentials.Compose(inner, callCredentials)
                : callCredentials);
}
