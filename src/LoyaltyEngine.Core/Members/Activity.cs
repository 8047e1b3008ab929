namespace LoyaltyEngine.Core.Members;

/// <summary>An activity, and the lapse that it alone would leave.</summary>
/// <param name="Revision">Its entry; 0 for all that are too long ago to be told apart.</param>
/// <param name="Lapse">When points would lapse.</param>
public readonly record struct Activity(long Revision, Lapse Lapse);
