namespace LoyaltyEngine.Journal.Codec;

/// <summary>What a record of an identifier's stream tells.</summary>
public enum IdentifierStep
{
    /// <summary>A member has the identifier from then on.</summary>
    Claim,

    /// <summary>The member gave it up: it is free.</summary>
    Release,

    /// <summary>The member has another in its place: it is dead for good.</summary>
    Retire,
}
