using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>The names of the status codes in Connect, and the HTTP statuses that go with them.</summary>
internal static class ConnectCode
{
    public static (string Name, int HttpStatus) Of(StatusCode code) => code switch
    {
        StatusCode.Cancelled => ("canceled", StatusCodes.Status499ClientClosedRequest),
        StatusCode.InvalidArgument => ("invalid_argument", StatusCodes.Status400BadRequest),
        StatusCode.DeadlineExceeded => ("deadline_exceeded", StatusCodes.Status504GatewayTimeout),
        StatusCode.NotFound => ("not_found", StatusCodes.Status404NotFound),
        StatusCode.AlreadyExists => ("already_exists", StatusCodes.Status409Conflict),
        StatusCode.PermissionDenied => ("permission_denied", StatusCodes.Status403Forbidden),
        StatusCode.ResourceExhausted => ("resource_exhausted", StatusCodes.Status429TooManyRequests),
        StatusCode.FailedPrecondition => ("failed_precondition", StatusCodes.Status400BadRequest),
        StatusCode.Aborted => ("aborted", StatusCodes.Status409Conflict),
        StatusCode.OutOfRange => ("out_of_range", StatusCodes.Status400BadRequest),
        StatusCode.Unimplemented => ("unimplemented", StatusCodes.Status501NotImplemented),
        StatusCode.Internal => ("internal", StatusCodes.Status500InternalServerError),
        StatusCode.Unavailable => ("unavailable", StatusCodes.Status503ServiceUnavailable),
        StatusCode.DataLoss => ("data_loss", StatusCodes.Status500InternalServerError),
        StatusCode.Unauthenticated => ("unauthenticated", StatusCodes.Status401Unauthorized),
        _ => ("unknown", StatusCodes.Status500InternalServerError),
    };

    /// <summary>The code for an HTTP status that came without one, from middleware that knows nothing of RPC.</summary>
    public static StatusCode OfHttp(int httpStatus) => httpStatus switch
    {
        StatusCodes.Status400BadRequest => StatusCode.Internal,
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.Unimplemented,
        StatusCodes.Status429TooManyRequests => StatusCode.Unavailable,
        StatusCodes.Status502BadGateway => StatusCode.Unavailable,
        StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
        StatusCodes.Status504GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
