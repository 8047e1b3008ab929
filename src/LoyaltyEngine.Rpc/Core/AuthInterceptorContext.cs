namespace Grpc.Core;

/// <summary>The call for which credentials are asked.</summary>
public class AuthInterceptorContext(
    string serviceUrl, string methodName, CancellationToken cancellationToken = default)
{
    /// <summary>Gets the address of the service.</summary>
    public string ServiceUrl { get; } = serviceUrl;

    /// <summary>Gets the name of the method.</summary>
    public string MethodName { get; } = methodName;

    /// <summary>Gets the token of the call.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
