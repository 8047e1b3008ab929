namespace LoyaltyEngine.Protos.V1;

/// <summary>What all writes of a till have in common, which may name the member by an identifier.</summary>
public interface IWriteRequest : IMemberRequest
{
    /// <summary>The member by something it is known by; null where it was not said.</summary>
    Identifier? MemberIdentifier { get; }
}

/// <summary>Shares what writes have in common.</summary>
public partial class EarnPointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class BurnPointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReservePointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class CaptureReservationRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReleaseReservationRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ExtendReservationRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReturnPurchaseRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ExchangePurchaseRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ActivatePointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReversePointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class AdjustPointsRequest : IMemberRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class WriteOffDebtRequest : IMemberRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class GrantTierRequest : IMemberRequest;
