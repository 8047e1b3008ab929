namespace LoyaltyEngine.Load.Http2;

/// <summary>What a header block says that a generator needs: the HTTP status and how the call ended.</summary>
/// <param name="HttpStatus">The value of <c>:status</c>, or -1 where the block has none.</param>
/// <param name="GrpcStatus">The value of <c>grpc-status</c>, or -1 where the block has none.</param>
/// <param name="GrpcMessage">The value of <c>grpc-message</c>, still percent-encoded.</param>
internal readonly record struct AnswerHeaders(int HttpStatus, int GrpcStatus, string? GrpcMessage)
{
    /// <summary>A block that says nothing.</summary>
    public static AnswerHeaders Nothing { get; } = new(-1, -1, null);
}
