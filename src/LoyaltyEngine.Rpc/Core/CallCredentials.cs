namespace Grpc.Core;

/// <summary>Credentials sent with each call, as metadata. Immutable.</summary>
public sealed class CallCredentials
{
    private readonly IReadOnlyList<AsyncAuthInterceptor> _interceptors;

    private CallCredentials(IReadOnlyList<AsyncAuthInterceptor> interceptors) => _interceptors = interceptors;

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
        => new([interceptor ?? throw new ArgumentNullException(nameof(interceptor))]);

    public static CallCredentials Compose(params CallCredentials[] credentials)
        => new([.. credentials.SelectMany(one => one._interceptors)]);

    internal async Task AddToAsync(AuthInterceptorContext context, Metadata metadata)
    {
        foreach (var interceptor in _interceptors)
            await interceptor(context, metadata).ConfigureAwait(false);
    }
}
