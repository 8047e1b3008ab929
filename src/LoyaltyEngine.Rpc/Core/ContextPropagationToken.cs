namespace Grpc.Core;

/// <summary>What a call made on behalf of a served call takes over from it: deadline and cancellation.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
