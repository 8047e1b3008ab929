using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Runtime;

/// <summary>What all writes have in common. Its shape was checked before.</summary>
/// <param name="RequestId">Identifies the request within its member for all time.</param>
/// <param name="OccurTime">When it happened, as the caller said.</param>
/// <param name="Context">Where it came from.</param>
/// <param name="Principal">Who sent it.</param>
/// <param name="ExpectedRevision">The revision at which the member must be, or null for any.</param>
public readonly record struct RequestHead(
    string RequestId, LedgerTime OccurTime, TillContext Context, string Principal, long? ExpectedRevision);
