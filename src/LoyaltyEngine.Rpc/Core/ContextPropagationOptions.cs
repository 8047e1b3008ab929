namespace Grpc.Core;

/// <summary>Which properties of a served call are handed on.</summary>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Hands on both.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Gets a value indicating whether the deadline is handed on.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Gets a value indicating whether cancellation is handed on.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
