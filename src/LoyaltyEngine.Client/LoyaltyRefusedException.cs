using Grpc.Core;

namespace LoyaltyEngine.Client;

/// <summary>
/// The engine decided against the request and nothing was changed. A refusal is not remembered: the same request id may
/// be sent again and is decided afresh.
/// </summary>
public sealed class LoyaltyRefusedException : LoyaltyException
{
    internal LoyaltyRefusedException(LoyaltyError error, bool earlierAttemptUnanswered, RpcException cause)
        : base(error, cause)
    {
        EarlierAttemptUnanswered = earlierAttemptUnanswered;
    }

    /// <summary>
    /// Whether an earlier attempt of this call got no answer. It may still be on its way and take effect; only
    /// <see cref="LoyaltyClient.CancelRequestAsync"/> makes its absence final.
    /// </summary>
    public bool EarlierAttemptUnanswered { get; }
}
