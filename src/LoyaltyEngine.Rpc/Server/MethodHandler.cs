using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of one method. Any thread.</summary>
internal abstract class MethodHandler(string path, MethodSettings settings)
{
    /// <summary>Gets the method's path on the wire.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the method's name, service included, as telemetry calls it.</summary>
    public string Name { get; } = path[1..];

    public MethodSettings Settings { get; } = settings;

    /// <summary>Serves one call; the request is a POST of gRPC over HTTP/2 to this path.</summary>
    public abstract Task HandleAsync(HttpContext http);
}
