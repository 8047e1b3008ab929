using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>Adds the Connect protocol (connectrpc.com) to a server.</summary>
public static class ConnectExtensions
{
    /// <summary>
    /// Answers Connect's unary calls of these services' methods, as JSON or protobuf, over HTTP/1.1 and HTTP/2. The
    /// services themselves are those that middleware or endpoints after this one serve by gRPC. A request may be as
    /// large as the server's gRPC messages, in either form and once inflated.
    /// </summary>
    public static IApplicationBuilder UseConnect(
        this IApplicationBuilder application, params IReadOnlyList<ServiceDescriptor> services)
    {
        var options = application.ApplicationServices.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var limit = options.MaxReceiveMessageSize ?? Array.MaxLength;
        var logger = application.ApplicationServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger("LoyaltyEngine.Rpc.Connect");
        var methods = new ConnectMethods(services);
        return application.Use(next => new ConnectMiddleware(next, methods, limit, logger).InvokeAsync);
    }
}
