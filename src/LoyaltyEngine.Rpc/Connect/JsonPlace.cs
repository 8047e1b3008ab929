using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoyaltyEngine.Rpc.Connect;

/// <summary>Says where in a JSON text something is wrong, so that a person finds it.</summary>
internal static class JsonPlace
{
    /// <summary>The line and column of an offset, both from 1; columns are bytes, as editors that count so.</summary>
    public static string At(ReadOnlySpan<byte> json, int offset)
    {
        var before = json[..Math.Min(offset, json.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        return At(line, column);
    }

    public static string At(long line, long column)
        => string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");

    /// <summary>
    /// The path of the last token that begins before an end, and whether it is a property's name; the text must be well
    /// formed.
    /// </summary>
    public static (string Path, bool IsName) PathBefore(ReadOnlySpan<byte> json, int end)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ConnectJson.DepthMax });
        var levels = new Stack<Level>();
        var isName = false;
        while (reader.Read() && IsBefore(reader, end))
        {
            isName = reader.TokenType == JsonTokenType.PropertyName;
            if (isName)
            {
                levels.Peek().Name = reader.GetString();
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                levels.Pop();
                continue;
            }

            if (levels.TryPeek(out var level))
                level.Index++;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                levels.Push(new Level { IsArray = reader.TokenType == JsonTokenType.StartArray });
        }

        return (Format(levels), isName);
    }

    /// <summary>
    /// A parser that stopped has read one character past a number; every other token of a value is longer than one.
    /// </summary>
    private static bool IsBefore(in Utf8JsonReader reader, int end)
        => reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
            ? reader.TokenStartIndex < end
            : reader.TokenStartIndex < end - 1;

    private static string Format(Stack<Level> levels)
    {
        var path = new StringBuilder("$");
        foreach (var level in levels.Reverse())
        {
            if (level.IsArray && level.Index >= 0)
                path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            else if (level.Name is not null)
                path.Append('.').Append(level.Name);
        }

        return path.ToString();
    }

    private sealed class Level
    {
        public bool IsArray { get; init; }

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
