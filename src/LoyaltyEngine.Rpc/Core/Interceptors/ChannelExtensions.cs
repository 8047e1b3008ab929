namespace Grpc.Core.Interceptors;

/// <summary>Sets interceptors on a channel.</summary>
public static class ChannelExtensions
{
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor)
        => channel.CreateCallInvoker().Intercept(interceptor);

    /// <summary>Sets several interceptors; the first one sees the call first.</summary>
    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors)
        => channel.CreateCallInvoker().Intercept(interceptors);

    /// <summary>Sets a change of the metadata of each call.</summary>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor)
        => channel.CreateCallInvoker().Intercept(interceptor);
}
