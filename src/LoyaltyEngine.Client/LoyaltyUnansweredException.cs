using Grpc.Core;

namespace LoyaltyEngine.Client;

/// <summary>
/// No attempt was answered, or the engine failed. Whether the request took effect is not known: send it again with the
/// same request id, ask with <see cref="LoyaltyClient.GetOutcomeAsync"/>, or end it with <see
/// cref="LoyaltyClient.CancelRequestAsync"/>. Never send it under a new id before that.
/// </summary>
public sealed class LoyaltyUnansweredException : LoyaltyException
{
    internal LoyaltyUnansweredException(LoyaltyError error, int attempts, RpcException cause)
        : base(error, cause)
    {
        Attempts = attempts;
    }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; }
}
