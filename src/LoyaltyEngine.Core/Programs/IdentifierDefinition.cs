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

    /// <summary>The country calling code of telephone numbers that begin with a single 0, empty for none.</summary>
    public string CallingCode { get; init; } = "";
}
