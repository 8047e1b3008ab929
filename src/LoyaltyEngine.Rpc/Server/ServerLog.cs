using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What the server logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Handler of {Method} failed unexpectedly")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(2, LogLevel.Error, "Response of {Method} cannot be written")]
    public static partial void UnwritableResponse(this ILogger logger, Exception exception, string method);

    [LoggerMessage(3, LogLevel.Information, "Request of {Method} cannot be parsed")]
    public static partial void UnreadableRequest(this ILogger logger, Exception exception, string method);

    [LoggerMessage(4, LogLevel.Debug, "Call of {Method} was abandoned by its client")]
    public static partial void Abandoned(this ILogger logger, Exception exception, string method);
}
