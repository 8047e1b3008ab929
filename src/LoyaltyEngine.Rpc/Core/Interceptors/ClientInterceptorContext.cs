namespace Grpc.Core.Interceptors;

/// <summary>The call that a client interceptor sees. A value.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>Gets the method called.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>Gets the authority the call names, or null for the channel's.</summary>
    public string? Host { get; } = host;

    /// <summary>Gets what the call is made with.</summary>
    public CallOptions Options { get; } = options;
}
