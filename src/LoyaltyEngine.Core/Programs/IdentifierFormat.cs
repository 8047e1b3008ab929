namespace LoyaltyEngine.Core.Programs;

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
