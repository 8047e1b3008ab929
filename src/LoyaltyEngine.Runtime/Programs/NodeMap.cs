namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A map whose keys are all known, with its path.</summary>
internal sealed class NodeMap(
    NodeReader reader,
    FileNode.Map map,
    string path,
    IReadOnlyDictionary<string, FileNode> values,
    IReadOnlySet<string> meantKeys)
{
    public string Path { get; } = path;

    public string PathOf(string key) => FileFaults.Below(Path, key);

    /// <summary>The value; a key that must be there and is not is a fault.</summary>
    public FileNode? Required(string key, string expected)
    {
        if (values.TryGetValue(key, out var value))
            return value;
        reader.Missing(map, PathOf(key), expected, meantKeys.Contains(key));
        return null;
    }

    public FileNode? Optional(string key) => values.GetValueOrDefault(key);

    /// <summary>The value of a key that may be left out or stand there with nothing, as under comments only.</summary>
    public FileNode? OptionalContent(string key) =>
        values.TryGetValue(key, out var value) && !value.IsNothing ? value : null;

    /// <summary>A text that must be there; empty where it is not.</summary>
    public string RequiredText(string key, string expected) =>
        Required(key, expected) is { } node ? reader.Text(node, PathOf(key), expected) ?? "" : "";

    /// <summary>A text; empty where it is left out.</summary>
    public string Text(string key, string expected) =>
        Optional(key) is { } node ? reader.Text(node, PathOf(key), expected) ?? "" : "";

    /// <summary>Texts; none where they are left out.</summary>
    public IReadOnlyList<string> Texts(string key, string expected) =>
        Optional(key) is { } node ? reader.Texts(node, PathOf(key), expected) : [];

    /// <summary>A whole number; null where it is left out or none.</summary>
    public long? WholeNumber(string key, string expected) =>
        Optional(key) is { } node ? reader.WholeNumber(node, PathOf(key), expected) : null;

    /// <summary>A whole number that must be there; null where it is not or none.</summary>
    public long? RequiredNumber(string key, string expected) =>
        Required(key, expected) is { } node ? reader.WholeNumber(node, PathOf(key), expected) : null;

    /// <summary>A whole number, the nearest of 32 bits for one beyond them, which no range holds; null where it is left
    /// out or none.</summary>
    public int? Int32(string key, string expected) =>
        WholeNumber(key, expected) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;
}
