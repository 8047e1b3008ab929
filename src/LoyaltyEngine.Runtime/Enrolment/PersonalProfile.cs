namespace LoyaltyEngine.Runtime.Enrolment;

/// <summary>What is known of a person. Never stored in clear. Texts that were not given are empty.</summary>
public sealed record PersonalProfile
{
    /// <summary>Nothing is known.</summary>
    public static PersonalProfile Empty { get; } = new();

    /// <summary>Given name.</summary>
    public string GivenName { get; init; } = "";

    /// <summary>Family name.</summary>
    public string FamilyName { get; init; } = "";

    /// <summary>E-mail address.</summary>
    public string Email { get; init; } = "";

    /// <summary>Telephone number.</summary>
    public string Phone { get; init; } = "";

    /// <summary>Date of birth as yyyymmdd, months and days 00 where unknown; 0 for none.</summary>
    public int BirthDate { get; init; }

    /// <summary>What the member is known by.</summary>
    public IReadOnlyList<MemberIdentifier> Identifiers { get; init; } = [];

    /// <summary>What the program wanted to know of the member.</summary>
    public IReadOnlyList<MemberAttribute> Attributes { get; init; } = [];

    /// <summary>What the member agreed or refused to, each kind once.</summary>
    public IReadOnlyList<MemberConsent> Consents { get; init; } = [];

    /// <summary>The legal profile under which the member enrolled; empty where none was named.</summary>
    public string LegalProfile { get; init; } = "";
}
