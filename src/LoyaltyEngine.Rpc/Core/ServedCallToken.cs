namespace Grpc.Core;

/// <summary>The one propagation token there is.</summary>
internal sealed class ServedCallToken(DateTime? deadline, CancellationToken cancellation) : ContextPropagationToken
{
    public DateTime? Deadline { get; } = deadline;

    public CancellationToken Cancellation { get; } = cancellation;
}
