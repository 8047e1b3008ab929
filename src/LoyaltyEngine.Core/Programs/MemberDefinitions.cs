using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>A kind of identifier by which members are known.</summary>
public sealed record IdentifierDefinition
{
    /// <summary>The kind: 1 to 32 of a-z 0-9 _ .</summary>
    public required string Kind { get; init; }

    /// <summary>What values look like, and how two spellings of one are made the same.</summary>
    public IdentifierFormat Format { get; init; } = IdentifierFormat.Text;

    /// <summary>The fewest characters, in the normal form.</summary>
    public int LengthMin { get; init; } = 1;

    /// <summary>The most characters, in the normal form.</summary>
    public int LengthMax { get; init; } = ProgramLimits.IdentifierLengthMax;

    /// <summary>The check digit.</summary>
    public CheckDigit Check { get; init; } = CheckDigit.None;

    /// <summary>The country calling code that telephone numbers beginning with a single 0 get, empty for none.</summary>
    public string CallingCode { get; init; } = "";
}

/// <summary>What the values of a kind of identifier look like.</summary>
public enum IdentifierFormat
{
    /// <summary>Any text, to the letter.</summary>
    Text,

    /// <summary>Digits; blanks and dashes do not count.</summary>
    Digits,

    /// <summary>A telephone number; normal is E.164.</summary>
    Phone,

    /// <summary>An e-mail address; normal is in small letters.</summary>
    Email,
}

/// <summary>The check digit of a number.</summary>
public enum CheckDigit
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The last digit makes the number pass Luhn's sum.</summary>
    Luhn,
}

/// <summary>What members may still do whose account is not open.</summary>
public sealed record StatusDefinition
{
    /// <summary>What a blocked member may do.</summary>
    public MemberActions Blocked { get; init; } =
        MemberActions.Earn | MemberActions.Return | MemberActions.Reverse | MemberActions.Update;

    /// <summary>What a member with a closed account may do.</summary>
    public MemberActions Closed { get; init; } = MemberActions.None;
}

/// <summary>How members are enrolled.</summary>
public sealed record EnrolmentDefinition
{
    /// <summary>Whether an earn with an identifier that nobody has enrols a member with it.</summary>
    public bool AtTill { get; init; }

    /// <summary>The legal profiles; the first is that of an enrolment that names none. None: no age is asked.</summary>
    public IReadOnlyList<LegalProfileDefinition> LegalProfiles { get; init; } = [];
}

/// <summary>The law under which a member enrols.</summary>
public sealed record LegalProfileDefinition
{
    /// <summary>The profile's id, unique in its program.</summary>
    public required string Id { get; init; }

    /// <summary>The years that a member must have completed; 0 for none.</summary>
    public int MinimumAge { get; init; }
}

/// <summary>One thing that a program wants to know of its members.</summary>
public sealed record AttributeDefinition
{
    /// <summary>The name: 1 to 32 of a-z 0-9 _ .</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public AttributeType Type { get; init; } = AttributeType.Text;

    /// <summary>The values of which it is one, for <see cref="AttributeType.Choice"/>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>What the values of an attribute are.</summary>
public enum AttributeType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A decimal number of at most 15 digits.</summary>
    Number,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of a list.</summary>
    Choice,
}
