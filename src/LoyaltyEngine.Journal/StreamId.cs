namespace LoyaltyEngine.Journal;

/// <summary>
/// Names one stream of a journal: a member, an identifier, a program, the catalogue. Its text is stored in every
/// record's frame and takes part in the stream's hash chain, so it is permanent.
/// </summary>
/// <remarks>The text is <c>kind:tenant/program/name</c> in ASCII, at most <see cref="TextLengthMax"/>
/// characters; that of the catalogue is <c>c:programs</c>.</remarks>
public readonly record struct StreamId
{
    /// <summary>The most characters of a stream's text.</summary>
    public const int TextLengthMax = 256;

    private StreamId(string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextLengthMax);
        Text = text;
    }

    /// <summary>The stream's text.</summary>
    public string Text { get; }

    /// <summary>The stream of one member.</summary>
    public static StreamId Member(string tenant, string program, string member) =>
        new($"m:{tenant}/{program}/{member}");

    /// <summary>The stream of one identifier, by its keyed hash in hexadecimal: nothing personal is in the
    /// name.</summary>
    public static StreamId Identifier(string tenant, string program, string hash) =>
        new($"i:{tenant}/{program}/{hash}");

    /// <summary>The stream of one program's versions.</summary>
    public static StreamId Program(string tenant, string program) => new($"p:{tenant}/{program}");

    /// <summary>The stream that lists the programs of all tenants.</summary>
    public static StreamId Catalogue { get; } = new("c:programs");

    /// <summary>A stream by the text found in a stored record.</summary>
    public static StreamId FromStored(string text) => new(text);

    /// <summary>Whether this is a member's stream.</summary>
    public bool IsMember => Text.StartsWith("m:", StringComparison.Ordinal);

    /// <summary>Whether this is an identifier's stream.</summary>
    public bool IsIdentifier => Text.StartsWith("i:", StringComparison.Ordinal);

    /// <summary>Whether this is a program's stream.</summary>
    public bool IsProgram => Text.StartsWith("p:", StringComparison.Ordinal);

    /// <summary>The parts after the kind: tenant, program and, but for a program's stream, name.</summary>
    public string[] Parts => Text[2..].Split('/');

    /// <inheritdoc/>
    public override string ToString() => Text;
}
