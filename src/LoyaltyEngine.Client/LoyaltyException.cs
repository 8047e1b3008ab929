using Grpc.Core;

namespace LoyaltyEngine.Client;

/// <summary>
/// A call failed for good: it was refused (<see cref="LoyaltyRefusedException"/>) or never answered
/// (<see cref="LoyaltyUnansweredException"/>).
/// </summary>
public abstract class LoyaltyException : Exception
{
    private protected LoyaltyException(LoyaltyError error, RpcException cause)
        : base(error.ReasonName.Length == 0 ? error.Message : $"{error.ReasonName}: {error.Message}", cause)
    {
        Error = error;
    }

    /// <summary>Why it failed.</summary>
    public LoyaltyError Error { get; }
}
