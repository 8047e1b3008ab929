namespace LoyaltyEngine.Runtime.Programs;

/// <summary>Gathers the faults of one file. Not thread-safe.</summary>
internal sealed class FileFaults
{
    /// <summary>The most faults listed; nobody mends more in one go.</summary>
    public const int CountMax = 1_000;

    /// <summary>How much of a key a path shows. Longer ones are no keys, and would make long paths.</summary>
    private const int KeyLengthMax = 40;

    private readonly List<ProgramFileFault> _faults = [];
    private readonly HashSet<string> _paths = [];
    private readonly HashSet<string> _pathsAbove = [];

    public bool Any => _faults.Count > 0;

    public void Add(FilePlace place, string path, string message, string expected)
    {
        if (_faults.Count < CountMax)
            _faults.Add(new ProgramFileFault(place.Line, place.Column, path, message, expected));
        Excuse(path);
    }

    /// <summary>Counts what stands, or is missing, at a path as told already.</summary>
    public void Excuse(string path)
    {
        _paths.Add(path);
        foreach (var above in Above(path))
            _pathsAbove.Add(above);
    }

    /// <summary>
    /// Whether a fault there would only follow from one known already: at the same path, within what could not be read,
    /// or around it.
    /// </summary>
    public bool Explain(string path) =>
        _paths.Contains(path) || _pathsAbove.Contains(path) || Above(path).Any(_paths.Contains);

    public IReadOnlyList<ProgramFileFault> InFileOrder() =>
        [.. _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>The path of a key within the map at a path.</summary>
    public static string Below(string path, string key)
    {
        if (key.Length > KeyLengthMax)
            key = string.Concat(key.AsSpan(0, KeyLengthMax), "...");
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    /// <summary>The paths above one, nearest first: of <c>a.b[1]</c> these are <c>a.b</c> and <c>a</c>.</summary>
    public static IEnumerable<string> Above(string path)
    {
        for (var end = LastBreak(path); end > 0; end = LastBreak(path.AsSpan(0, end)))
            yield return path[..end];

        static int LastBreak(ReadOnlySpan<char> part) => part.LastIndexOfAny('.', '[');
    }
}
