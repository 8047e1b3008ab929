using System.Text.RegularExpressions;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>What the rules look at in a .proto file: its elements in order, each with the comment above it.</summary>
internal sealed partial class ProtoFile
{
    private ProtoFile(string package, IReadOnlyList<string> imports, IReadOnlyList<Element> elements)
    {
        Package = package;
        Imports = imports;
        Elements = elements;
    }

    public enum Kind
    {
        Message,
        Field,
        Oneof,
        Enum,
        Value,
        Service,
        Rpc,
    }

    public string Package { get; }

    public IReadOnlyList<string> Imports { get; }

    public IReadOnlyList<Element> Elements { get; }

    public IEnumerable<Element> Of(Kind kind) => Elements.Where(element => element.Kind == kind);

    /// <summary>Reads a file that is laid out as ours are: one element a line, comments in lines above.</summary>
    public static ProtoFile Parse(string text)
    {
        var elements = new List<Element>();
        var imports = new List<string>();
        var package = "";
        var scopes = new Stack<(Kind? Kind, string Name)>();
        var comment = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment += line[2..].Trim() + " ";
                continue;
            }
            var code = line.Split("//")[0];
            if (PackageLine().Match(code) is { Success: true } packageLine)
                package = packageLine.Groups[1].Value;
            else if (ImportLine().Match(code) is { Success: true } import)
                imports.Add(import.Groups[1].Value);
            else if (ReadElement(code, scopes) is { } element)
                elements.Add(element with { Comment = comment.Trim() });
            Kind? opened = Opening().Match(code) is { Success: true } opening ? KindOf(opening.Groups[1].Value) : null;
            foreach (var brace in code)
            {
                if (brace == '{')
                    scopes.Push((opened, opened is null ? "" : Opening().Match(code).Groups[2].Value));
                else if (brace == '}')
                    scopes.Pop();
            }
            comment = "";
        }
        return new ProtoFile(package, imports, elements);
    }

    private static Element? ReadElement(string code, Stack<(Kind? Kind, string Name)> scopes)
    {
        var parent = scopes.TryPeek(out var scope) ? scope : default;
        if (Opening().Match(code) is { Success: true } opening)
            return new Element(KindOf(opening.Groups[1].Value), opening.Groups[2].Value, parent.Name, "", "", "");
        if (RpcLine().Match(code) is { Success: true } rpc)
        {
            return new Element(
                Kind.Rpc, rpc.Groups[1].Value, parent.Name, rpc.Groups[2].Value, rpc.Groups[3].Value, "");
        }
        if (parent.Kind == Kind.Enum && ValueLine().Match(code) is { Success: true } value)
            return new Element(Kind.Value, value.Groups[1].Value, parent.Name, "", value.Groups[2].Value, "");
        if (parent.Kind is Kind.Message or Kind.Oneof && FieldLine().Match(code) is { Success: true } field)
        {
            // A oneof's fields are the message's: they share its numbers.
            var message = parent.Kind == Kind.Oneof ? scopes.ElementAt(1).Name : parent.Name;
            return new Element(
                Kind.Field, field.Groups[2].Value, message, field.Groups[1].Value, field.Groups[3].Value, "");
        }
        return null;
    }

    private static Kind KindOf(string keyword) => keyword switch
    {
        "message" => Kind.Message,
        "oneof" => Kind.Oneof,
        "enum" => Kind.Enum,
        _ => Kind.Service,
    };

    [GeneratedRegex(@"^package ([\w.]+);")]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"^import (?:public )?""([^""]+)"";")]
    private static partial Regex ImportLine();

    [GeneratedRegex(@"^(message|oneof|enum|service) (\w+) ?\{")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^rpc (\w+) ?\((?:stream )?([\w.]+)\) returns \((?:stream )?([\w.]+)\)")]
    private static partial Regex RpcLine();

    [GeneratedRegex(@"^(\w+) = (\d+)( \[.*\])?;")]
    private static partial Regex ValueLine();

    [GeneratedRegex(@"^(?:(?:repeated|optional) )?([\w.]+|map<[^>]+>) (\w+) = (\d+)( \[.*\])?;")]
    private static partial Regex FieldLine();

    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Parent">The element that it stands in.</param>
    /// <param name="Type">A field's type, or what an rpc takes.</param>
    /// <param name="Value">The number of a field or value, or what an rpc returns.</param>
    /// <param name="Comment">The comment above it.</param>
    internal sealed record Element(Kind Kind, string Name, string Parent, string Type, string Value, string Comment);
}
