namespace Grpc.Core.Interceptors;

/// <summary>Sets interceptors on an invoker.</summary>
public static class CallInvokerExtensions
{
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
        => new InterceptingCallInvoker(invoker, interceptor);

    /// <summary>Sets several interceptors; the first one sees the call first.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
        => interceptors.Reverse().Aggregate(invoker, static (inner, next) => inner.Intercept(next));

    /// <summary>Sets a change of the metadata of each call.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
        => new InterceptingCallInvoker(invoker, new MetadataInterceptor(interceptor));
}
