namespace LoyaltyEngine.Load.Http2;

/// <summary>The names of gRPC's status codes.</summary>
internal static class GrpcStatusName
{
    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    public static string Of(int code) =>
        code < 0 ? "no grpc-status" : code < Names.Length ? Names[code] : $"grpc-status {code}";
}
