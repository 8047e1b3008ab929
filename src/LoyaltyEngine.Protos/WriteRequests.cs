using Google.Protobuf.WellKnownTypes;

namespace LoyaltyEngine.Protos.V1;

/// <summary>What all requests that write to a member have in common.</summary>
public interface IWriteRequest
{
    /// <summary>The program.</summary>
    string ProgramId { get; }

    /// <summary>The member.</summary>
    string MemberId { get; }

    /// <summary>Identifies the request within its member for all time.</summary>
    string RequestId { get; }

    /// <summary>When it happened; null where it was not said.</summary>
    Timestamp? OccurTime { get; }

    /// <summary>Where it came from; null where it was not said.</summary>
    TillContext? Context { get; }

    /// <summary>Whether <see cref="ExpectedRevision"/> was given.</summary>
    bool HasExpectedRevision { get; }

    /// <summary>The revision at which the member must be.</summary>
    long ExpectedRevision { get; }
}

/// <summary>Shares what writes have in common.</summary>
public partial class EarnPointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class BurnPointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReturnPurchaseRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class ReversePointsRequest : IWriteRequest;

/// <summary>Shares what writes have in common.</summary>
public partial class AdjustPointsRequest : IWriteRequest;
