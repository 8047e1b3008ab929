namespace Grpc.AspNetCore.Server;

/// <summary>An object for one call, disposed of after it if it was made for it.</summary>
internal readonly struct Lease<T>(T instance, bool isOwned) : IAsyncDisposable
    where T : class
{
    public T Instance => instance;

    public ValueTask DisposeAsync()
    {
        if (!isOwned)
            return default;
        if (instance is IAsyncDisposable asyncDisposable)
            return asyncDisposable.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return default;
    }
}
