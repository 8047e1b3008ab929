using System.Globalization;
using LoyaltyEngine.Core.Programs;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// Reads values of a kind out of nodes. What is no such value becomes a fault and null; the caller puts a harmless
/// value in its place and reads on, so that one pass finds every fault. Not thread-safe.
/// </summary>
internal sealed class NodeReader(FileFaults faults)
{
    private const int DigitCountMax = 18;

    private readonly Dictionary<string, FilePlace> _places = [];

    /// <summary>Where a path stands, or what holds it where it does not stand in the file.</summary>
    public FilePlace PlaceOf(string path)
    {
        foreach (var known in FileFaults.Above(path).Prepend(path))
        {
            if (_places.TryGetValue(known, out var place))
                return place;
        }
        return FilePlace.Start;
    }

    /// <summary>The values of a map by key; null where the node is no map. Unknown keys are faults.</summary>
    public NodeMap? Map(FileNode node, string path, string expected, params string[] keys)
    {
        _places.TryAdd(path, node.Place);
        if (node is not FileNode.Map map)
        {
            Fault(node, path, expected);
            return null;
        }
        var values = new Dictionary<string, FileNode>();
        var meant = new HashSet<string>();
        foreach (var (key, value) in map.Entries)
        {
            var keyPath = FileFaults.Below(path, key.Text);
            _places[keyPath] = value.IsNothing ? key.Place : value.Place;
            if (keys.Contains(key.Text))
            {
                values.Add(key.Text, value);
                continue;
            }
            if (Spelling.Nearest(key.Text, keys) is { } nearest)
                meant.Add(nearest);
            faults.Add(key.Place, keyPath, $"unknown key{Spelling.Hint(key.Text, keys)}", string.Join(", ", keys));
        }
        return new NodeMap(this, map, path, values, meant);
    }

    /// <summary>The items of a list, with their paths. A single value counts as a list of one.</summary>
    public IReadOnlyList<(FileNode Node, string Path)> Items(FileNode node, string path)
    {
        var items = node is FileNode.List list ? list.Items : [node];
        var result = new List<(FileNode, string)>(items.Count);
        foreach (var item in items)
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{path}[{result.Count}]");
            _places[itemPath] = item.Place;
            result.Add((item, itemPath));
        }
        return result;
    }

    /// <summary>A list of at least one text.</summary>
    public IReadOnlyList<string> Texts(FileNode node, string path, string expected)
    {
        if (node.IsNothing || node is FileNode.List { Items.Count: 0 })
        {
            faults.Add(PlaceOf(path), path, "found nothing", $"{expected}; leave the key out for any");
            return [];
        }
        return [.. Items(node, path).Select(item => Text(item.Node, item.Path, expected)).OfType<string>()];
    }

    public string? Text(FileNode node, string path, string expected)
    {
        if (node is FileNode.Scalar { Text.Length: > 0 } scalar)
            return scalar.Text;
        Fault(node, path, expected);
        return null;
    }

    public long? WholeNumber(FileNode node, string path, string expected) => Scaled(node, path, 0, expected);

    /// <summary>A number of at most so many decimals, exactly, times ten to their power.</summary>
    public long? Scaled(FileNode node, string path, int decimals, string expected)
    {
        if (node is FileNode.Scalar scalar && TryParseScaled(scalar.Text, decimals, out var scaled))
            return scaled;
        Fault(node, path, expected);
        return null;
    }

    public LocalDate? Date(FileNode node, string path, string expected)
    {
        if (node is FileNode.Scalar scalar && LocalDatePattern.Iso.Parse(scalar.Text) is { Success: true } date)
            return date.Value;
        Fault(node, path, expected);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(FileNode node, string path, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        var text = (node as FileNode.Scalar)?.Text;
        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            if (word == text)
                return value;
            words.Add(word);
        }
        var expected = words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        faults.Add(PlaceOf(path), path, node.Found + Spelling.Hint(text, words), expected);
        return null;
    }

    /// <summary>Tells that a key is missing, unless an unknown one seems to mean it.</summary>
    public void Missing(FileNode.Map map, string path, string expected, bool isMeant)
    {
        if (isMeant)
            faults.Excuse(path);
        else
            faults.Add(map.Place, path, "missing", expected);
    }

    /// <summary>Tells that a value is not what was expected.</summary>
    public void Fault(FileNode node, string path, string expected) =>
        faults.Add(node.IsNothing ? PlaceOf(path) : node.Place, path, node.Found, expected);

    private static bool TryParseScaled(string text, int decimals, out long scaled)
    {
        scaled = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        var whole = point < 0 ? digits : digits[..point];
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || fraction.Length > decimals)
            return false;
        if (whole.Length + decimals > DigitCountMax)
            return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        foreach (var digit in whole)
            scaled = scaled * 10 + (digit - '0');
        for (var i = 0; i < decimals; i++)
            scaled = scaled * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (digits.Length < text.Length)
            scaled = -scaled;
        return true;
    }
}
