using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>A member's entries reckoned again, one by one.</summary>
internal interface IHistoryAudit
{
    /// <summary>Checks the next entry.</summary>
    void Add(MemberEvent entry);

    /// <summary>Checks that what was due by then is written.</summary>
    void CheckNothingDue(DateTime now, string name);
}
