using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>What members may still do whose account is not open.</summary>
public sealed record StatusDefinition
{
    /// <summary>What a blocked member may do.</summary>
    public MemberActions Blocked { get; init; } =
        MemberActions.Earn | MemberActions.Return | MemberActions.Reverse | MemberActions.Update;

    /// <summary>What a member with a closed account may do.</summary>
    public MemberActions Closed { get; init; } = MemberActions.None;
}
