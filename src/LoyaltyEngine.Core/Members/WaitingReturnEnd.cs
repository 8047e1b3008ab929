namespace LoyaltyEngine.Core.Members;

/// <summary>Why a return that waited for its sale never took anything back.</summary>
public enum WaitingReturnEnd
{
    /// <summary>The sale did not come in time.</summary>
    TimeOver,

    /// <summary>The request was cancelled, or was no sale.</summary>
    NoSale,

    /// <summary>The sale has no such lines, or not so much of them.</summary>
    ExceedsSale,
}
