using Google.Protobuf.WellKnownTypes;

namespace LoyaltyEngine.Protos.V1;

/// <summary>What all requests that write to a member have in common.</summary>
public interface IMemberRequest
{
    /// <summary>The program.</summary>
    string ProgramId { get; }

    /// <summary>The member.</summary>
    string MemberId { get; }

    /// <summary>Identifies the request within its member for all time.</summary>
    string RequestId { get; set; }

    /// <summary>When it happened; null where it was not said.</summary>
    Timestamp? OccurTime { get; }

    /// <summary>Where it came from; null where it was not said.</summary>
    TillContext? Context { get; }

    /// <summary>Whether <see cref="ExpectedRevision"/> was given.</summary>
    bool HasExpectedRevision { get; }

    /// <summary>The revision at which the member must be.</summary>
    long ExpectedRevision { get; }
}

/// <summary>Shares what changes have in common.</summary>
public partial class AddIdentifierRequest : IMemberRequest;

/// <summary>Shares what changes have in common.</summary>
public partial class RemoveIdentifierRequest : IMemberRequest;

/// <summary>Shares what changes have in common.</summary>
public partial class ReplaceIdentifierRequest : IMemberRequest;

/// <summary>Shares what changes have in common.</summary>
public partial class UpdateMemberRequest : IMemberRequest;

/// <summary>Shares what changes have in common.</summary>
public partial class SetMemberStatusRequest : IMemberRequest;

/// <summary>Shares what changes have in common.</summary>
public partial class EraseMemberRequest : IMemberRequest;
