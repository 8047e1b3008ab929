namespace LoyaltyEngine.Core.Members;

/// <summary>All that is known of a member after a change, sealed under the member's key.</summary>
/// <param name="Bytes">The sealed bytes; empty where nothing is known.</param>
/// <param name="BasedOn">The revision of the entry that held what was known before it, 0 for none: where another change
/// came in between, this one must be made anew.</param>
public sealed record SealedProfile(byte[] Bytes, long BasedOn);
