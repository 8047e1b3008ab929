using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// Reads YAML into nodes that know their places. Only what a program needs is taken: one document of maps, lists and
/// plain values. Anchors, aliases and tags are refused, so that a small file cannot unfold into a large one and
/// every value stands where it takes effect.
/// </summary>
internal sealed class FileTree
{
    /// <summary>How deep maps and lists may stand in each other.</summary>
    public const int DepthMax = 16;

    private readonly IParser _parser;
    private readonly FileFaults _faults;

    private FileTree(string text, FileFaults faults)
    {
        _parser = new Parser(new StringReader(text));
        _faults = faults;
    }

    /// <summary>The document's node; null where the file cannot be read on, with a fault that tells where.</summary>
    public static FileNode? Read(string text, FileFaults faults)
    {
        if (AddForbiddenCharacter(text, faults))
            return null;
        var tree = new FileTree(text, faults);
        var last = FilePlace.Start;
        try
        {
            return tree.ReadDocument(ref last);
        }
        catch (UnreadableException unreadable)
        {
            faults.Add(unreadable.Place, "", unreadable.Message, unreadable.Expected);
        }
        catch (YamlException syntax)
        {
            var place = PlaceOf(syntax.Start) == FilePlace.Start ? last : PlaceOf(syntax.Start);
            faults.Add(place, "", $"the YAML cannot be read: {syntax.Message.TrimEnd('.')}",
                "\"key: value\" pairs, lists after \"-\" or in [ ], and quotes around text with \": \" or \"#\" in it");
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this where a bracket is still open at the next key.
            faults.Add(last, "", "the YAML cannot be read after this place", "a closing bracket or brace");
        }
        return null;
    }

    private FileNode ReadDocument(ref FilePlace last)
    {
        FileNode? root = null;
        while (Next(ref last) is { } current)
        {
            switch (current)
            {
                case StreamStart or StreamEnd or DocumentEnd:
                    break;
                case DocumentStart when root is not null:
                    throw new UnreadableException(PlaceOf(current.Start), "found a second document", "one a file");
                case DocumentStart:
                    Next(ref last);
                    root = ReadNode("", 0, ref last);
                    break;
            }
        }
        return root ?? throw new UnreadableException(FilePlace.Start, "the file is empty", "a program");
    }

    /// <summary>Reads the node that the parser stands at, to its last event.</summary>
    private FileNode ReadNode(string path, int depth, ref FilePlace last)
    {
        var start = _parser.Current ?? throw new UnreadableException(last, "the file ends too early", "a value");
        var place = PlaceOf(start.Start);
        if (depth > DepthMax)
            throw new UnreadableException(place, "the file is nested too deeply", $"at most {DepthMax} levels");
        if (start is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            throw new UnreadableException(place, "found an anchor (&) or alias (*)", "the value itself, or quotes");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw new UnreadableException(place, "found a tag (!)", "the value itself, or quotes");
        switch (start)
        {
            case Scalar scalar:
                return new FileNode.Scalar(scalar.Value, place);
            case SequenceStart:
                var items = new List<FileNode>();
                while (Next(ref last) is not SequenceEnd)
                    items.Add(ReadNode(FormattableString.Invariant($"{path}[{items.Count}]"), depth + 1, ref last));
                return new FileNode.List(items, place);
            case MappingStart:
                return ReadMap(path, depth, place, ref last);
            default:
                throw new UnreadableException(place, "the YAML cannot be read", "a value");
        }
    }

    private FileNode.Map ReadMap(string path, int depth, FilePlace place, ref FilePlace last)
    {
        var entries = new List<KeyValuePair<FileNode.Scalar, FileNode>>();
        var firstLines = new Dictionary<string, int>();
        while (Next(ref last) is not MappingEnd)
        {
            var keyNode = ReadNode(path, depth + 1, ref last);
            if (keyNode is not FileNode.Scalar key)
                throw new UnreadableException(keyNode.Place, "found a key that is no word", "a word");
            var keyPath = FileFaults.Below(path, key.Text);
            Next(ref last);
            var value = ReadNode(keyPath, depth + 1, ref last);
            if (firstLines.TryAdd(key.Text, key.Place.Line))
                entries.Add(new(key, value));
            else
                _faults.Add(key.Place, keyPath, $"{key.Found} again", $"it once: line {firstLines[key.Text]} has it");
        }
        return new FileNode.Map(entries, place);
    }

    private ParsingEvent? Next(ref FilePlace last)
    {
        if (!_parser.MoveNext())
            return null;
        last = PlaceOf(_parser.Current!.End);
        return _parser.Current;
    }

    /// <summary>
    /// Tells the first tab in an indentation and the first control character: the parser would take a NUL for the
    /// file's end, and names neither's place.
    /// </summary>
    private static bool AddForbiddenCharacter(string text, FileFaults faults)
    {
        var line = 1;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            var column = 1;
            var inIndentation = true;
            foreach (var character in content)
            {
                if (character == '\t' && inIndentation)
                {
                    faults.Add(new FilePlace(line, column), "", "found a tab in the indentation", "spaces");
                    return true;
                }
                if (character != '\t' && char.IsControl(character))
                {
                    faults.Add(new FilePlace(line, column), "", "found a control character", "plain text");
                    return true;
                }
                inIndentation &= character is ' ';
                column++;
            }
            line++;
        }
        return false;
    }

    private static FilePlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private sealed class UnreadableException(FilePlace place, string message, string expected) : Exception(message)
    {
        public FilePlace Place { get; } = place;

        public string Expected { get; } = expected;
    }
}
