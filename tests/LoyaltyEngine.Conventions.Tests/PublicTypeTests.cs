using System.Text.RegularExpressions;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>
/// One public type a file, named for it. Two exceptions: a closed family stays with the abstract record it derives
/// from, and a ...Definition.cs keeps a declaration's parts together. Parts of generated types are no types of their
/// own.
/// </summary>
public sealed partial class PublicTypeTests
{
    [Fact]
    public void Sources_PublicTypes_StandAloneInAFileNamedForThem() => Repository.ShouldHaveNone(
        from path in Repository.Files(".cs", "src")
        from offence in Offences(path, Repository.Read(path))
        select $"{path}: {offence}");

    [Theory]
    [InlineData("A.cs", "public sealed class A;\npublic enum B { X }", 1)]
    [InlineData("A.cs", "public sealed class B;", 1)]
    [InlineData("A.cs", "public abstract record A;\npublic sealed record B : A;\npublic record C(int X) : A;", 0)]
    [InlineData("A.cs", "public abstract record A;\npublic sealed record B;", 1)]
    [InlineData("ADefinition.cs", "public sealed record ADefinition;\npublic enum B { X }", 0)]
    [InlineData("A.Part.cs", "public sealed partial class A;", 0)]
    [InlineData("A.cs", "public class A;\npublic class A<T>;\n    public class Inner;\ninternal class B;", 0)]
    [InlineData("Requests.cs", "public interface IRequest;\npublic sealed partial class Earn : IRequest;", 0)]
    public void Offences_Sample_AreFound(string path, string source, int count) =>
        Offences(path, source).Count().ShouldBe(count);

    private static IEnumerable<string> Offences(string path, string source)
    {
        var file = Path.GetFileName(path)[..^".cs".Length];
        var types = PublicType().Matches(source)
            .Select(match => (Name: match.Groups["name"].Value, Head: match.Value))
            .Where(type => !type.Head.Contains(" partial "))
            .ToList();
        if (types.Count == 0)
            yield break;
        var (first, firstHead) = types[0];
        // Extensions of generated types share a file with the interface that they are given.
        var extendsGenerated = GeneratedPart().IsMatch(source);
        if (first != file && !extendsGenerated && !file.StartsWith(first + ".", StringComparison.Ordinal))
            yield return $"the first public type is {first}";
        if (file.EndsWith("Definition", StringComparison.Ordinal))
            yield break;
        foreach (var (name, head) in types.Skip(1).Where(type => type.Name != first))
        {
            var isOfTheFamily = firstHead.Contains(" abstract record ") && DerivesFrom(first).IsMatch(source[source
                .IndexOf(head, StringComparison.Ordinal)..]);
            if (!isOfTheFamily)
                yield return $"{name} stands beside {first}";
        }
    }

    /// <summary>Matches a declaration that begins the text and names the base before its body or end.</summary>
    private static Regex DerivesFrom(string name) => new($@"^[^;{{]*:\s*{name}\b");

    [GeneratedRegex(@"^public (?:sealed )?partial class ", RegexOptions.Multiline)]
    private static partial Regex GeneratedPart();

    [GeneratedRegex(
        @"^public (?:[a-z]+ )*?(?:record struct|record class|record|class|struct|enum|interface) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
