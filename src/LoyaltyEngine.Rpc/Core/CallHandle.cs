namespace Grpc.Core;

/// <summary>What the handles of all four kinds of call can be asked. One object a call, and no closures.</summary>
internal readonly struct CallHandle(
    Func<object, Task<Metadata>> headers,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose,
    object state)
{
    public Task<Metadata> ResponseHeadersAsync => headers(state);

    public Status GetStatus() => status(state);

    public Metadata GetTrailers() => trailers(state);

    public void Dispose() => dispose(state);

    /// <summary>Wraps closures, for interceptors that make their own handles.</summary>
    public static CallHandle Of(
        Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
        => new(
            static state => ((Closures)state).Headers,
            static state => ((Closures)state).Status(),
            static state => ((Closures)state).Trailers(),
            static state => ((Closures)state).Dispose(),
            new Closures(headers, status, trailers, dispose));

    private sealed record Closures(
        Task<Metadata> Headers, Func<Status> Status, Func<Metadata> Trailers, Action Dispose);
}
