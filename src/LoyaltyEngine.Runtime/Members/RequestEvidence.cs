using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Members;

/// <summary>What the journal told of a request id.</summary>
/// <param name="CompleteThrough">The revision up to which every entry that the request may have made was looked
/// at.</param>
/// <param name="Prior">The entry that it made, or null.</param>
internal readonly record struct RequestEvidence(long CompleteThrough, MemberEvent? Prior);
