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
}
