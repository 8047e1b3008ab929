using System.Text.RegularExpressions;
using Kind = LoyaltyEngine.Conventions.Tests.ProtoFile.Kind;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>The rules for .proto files, each as the offences of one file against it.</summary>
internal static partial class ProtoRules
{
    private const string Timestamp = "google.protobuf.Timestamp";

    private static readonly string[] ForbiddenTypes = ["uint32", "uint64", "fixed32", "fixed64", "double", "float"];

    public static IEnumerable<string> Uncommented(ProtoFile file) =>
        from element in file.Elements
        where element.Kind != Kind.Oneof && element.Comment.Length == 0
        select $"{element.Kind} {element.Parent}.{element.Name} has no comment";

    /// <summary>
    /// The stored records are commented by the message and by groups of fields, where the first has the comment.
    /// </summary>
    public static IEnumerable<string> UncommentedTypes(ProtoFile file) =>
        from element in file.Elements
        where element.Kind is Kind.Message or Kind.Enum or Kind.Value && element.Comment.Length == 0
        select $"{element.Kind} {element.Parent}.{element.Name} has no comment";

    public static IEnumerable<string> Misnamed(ProtoFile file) =>
        from element in file.Elements
        let isRight = element.Kind switch
        {
            Kind.Field or Kind.Oneof => SnakeCase().IsMatch(element.Name),
            Kind.Value => CapitalSnakeCase().IsMatch(element.Name)
                && element.Name.StartsWith(EnumPrefix(element.Parent), StringComparison.Ordinal),
            Kind.Service => PascalCase().IsMatch(element.Name)
                && element.Name.EndsWith("Service", StringComparison.Ordinal),
            _ => PascalCase().IsMatch(element.Name),
        }
        where !isRight
        select $"{element.Kind} {element.Parent}.{element.Name} is named against the rule";

    public static IEnumerable<string> EnumsWithoutUnspecified(ProtoFile file) =>
        from type in file.Of(Kind.Enum)
        let zero = file.Of(Kind.Value).FirstOrDefault(value => value.Parent == type.Name && value.Value == "0")
        where zero?.Name != EnumPrefix(type.Name) + "UNSPECIFIED"
        select $"Enum {type.Name} has no {EnumPrefix(type.Name)}UNSPECIFIED = 0";

    public static IEnumerable<string> ForbiddenFieldTypes(ProtoFile file) =>
        from field in file.Of(Kind.Field)
        where ForbiddenTypes.Contains(field.Type)
        select $"Field {field.Parent}.{field.Name} is {field.Type}";

    public static IEnumerable<string> TimesMisnamed(ProtoFile file) =>
        from field in file.Of(Kind.Field)
        where field.Type == Timestamp != field.Name.EndsWith("_time", StringComparison.Ordinal)
        select $"Field {field.Parent}.{field.Name} is {field.Type}: a Timestamp ends in _time and nothing else does";

    /// <summary>Each rpc has a request and a response of its own; takes all files, as they are shared between none.
    /// </summary>
    public static IEnumerable<string> SharedOrMisnamedRequests(IEnumerable<ProtoFile> files)
    {
        var seen = new HashSet<string>();
        foreach (var rpc in files.SelectMany(file => file.Of(Kind.Rpc)))
        {
            if (rpc.Type != rpc.Name + "Request" || rpc.Value != rpc.Name + "Response")
                yield return $"Rpc {rpc.Parent}.{rpc.Name} takes {rpc.Type} and returns {rpc.Value}";
            if (!seen.Add(rpc.Type) | !seen.Add(rpc.Value))
                yield return $"Rpc {rpc.Parent}.{rpc.Name} shares a message with another";
        }
    }

    public static IEnumerable<string> ReusedNumbers(ProtoFile file) =>
        from field in file.Elements
        where field.Kind is Kind.Field or Kind.Value
        group field by (field.Parent, field.Value) into same
        where same.Count() > 1
        select $"{same.Key.Parent} has number {same.Key.Value} more than once";

    public static IEnumerable<string> MisplacedPackage(ProtoFile file, string path)
    {
        var expected = Path.GetDirectoryName(path)!.Replace('\\', '/')["proto/".Length..].Replace('/', '.');
        if (file.Package != expected)
            yield return $"the package is {file.Package}, not {expected}";
        if (!SnakeCase().IsMatch(Path.GetFileNameWithoutExtension(path)))
            yield return "the file's name is no lower_snake_case";
    }

    public static IEnumerable<string> ApiImports(ProtoFile file) =>
        file.Imports.Where(import => import.StartsWith("loyalty/v", StringComparison.Ordinal))
            .Select(import => $"it imports {import}");

    private static string EnumPrefix(string name) => WordStart().Replace(name, "_").ToUpperInvariant() + "_";

    [GeneratedRegex(@"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex(@"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")]
    private static partial Regex CapitalSnakeCase();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex PascalCase();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
