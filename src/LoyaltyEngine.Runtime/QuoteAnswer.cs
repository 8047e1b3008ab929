using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime;

/// <summary>A quote as of one revision of the member; durable before it is given, like a read.</summary>
/// <param name="Quote">What would become of the purchase and of a burn.</param>
/// <param name="Balance">The points now.</param>
/// <param name="Revision">The revision that the answer stands for.</param>
public readonly record struct QuoteAnswer(MemberQuote Quote, Balance Balance, long Revision);
