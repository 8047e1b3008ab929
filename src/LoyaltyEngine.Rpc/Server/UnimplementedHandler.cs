using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>Answers UNIMPLEMENTED, for the methods that take a stream of requests.</summary>
internal sealed class UnimplementedHandler(string path, MethodSettings settings) : MethodHandler(path, settings)
{
    public override Task HandleAsync(HttpContext http)
    {
        ResponseEnd.WriteStatus(
            http, new Status(StatusCode.Unimplemented, "Streams of requests are not served."), null);
        return Task.CompletedTask;
    }
}
