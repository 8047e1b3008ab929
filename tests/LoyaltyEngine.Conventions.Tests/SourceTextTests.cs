using System.Text.RegularExpressions;

namespace LoyaltyEngine.Conventions.Tests;

/// <summary>What every C# file keeps to.</summary>
public sealed partial class SourceTextTests
{
    private const int ColumnMax = 120;

    // Cut in two, so that this file does not offend against itself.
    private static readonly string[] LeftUndone = ["TO" + "DO", "FIX" + "ME", "X" + "XX"];
    private const string Sleep = "Thread." + "Sleep";

    [Fact]
    public void Sources_Lines_StayWithinTheWidth() => HoldFor(["src", "tests", "load", "benchmarks"], LongLines);

    [Fact]
    public void Sources_Comments_LeaveNothingToDo() => HoldFor(["src", "tests", "load", "benchmarks"], Undone);

    [Fact]
    public void SourcesAndTests_Waiting_IsNeverASleep() => HoldFor(["src", "tests"], Sleeps);

    [Fact]
    public void Sources_Namespaces_AreFileScoped() => HoldFor(["src", "tests", "load"], BlockNamespaces);

    [Fact]
    public void Offences_Samples_AreFound()
    {
        LongLines($"short\n{new string('x', ColumnMax + 1)}\n").ShouldBe(["line 2 has 121 columns"]);
        LongLines(new string('x', ColumnMax)).ShouldBeEmpty();
        Undone($"a\n// {LeftUndone[0]}: later").ShouldHaveSingleItem();
        Undone("var mastodon = 1;").ShouldBeEmpty();
        Sleeps($"{Sleep}(1);").ShouldHaveSingleItem();
        BlockNamespaces("namespace A\n{\n}").ShouldHaveSingleItem();
        BlockNamespaces("namespace A;\n").ShouldBeEmpty();
    }

    private static void HoldFor(string[] folders, Func<string, IEnumerable<string>> rule) => Repository.ShouldHaveNone(
        from path in Repository.Files(".cs", folders)
        from offence in rule(Repository.Read(path))
        select $"{path}: {offence}");

    private static IEnumerable<string> LongLines(string source) => Lines(source)
        .Where(line => line.Text.Length > ColumnMax)
        .Select(line => $"line {line.Number} has {line.Text.Length} columns");

    private static IEnumerable<string> Undone(string source) => Lines(source)
        .Where(line => LeftUndone.Any(word => Regex.IsMatch(line.Text, $@"\b{word}\b")))
        .Select(line => $"line {line.Number}: {line.Text.Trim()}");

    private static IEnumerable<string> Sleeps(string source) => Lines(source)
        .Where(line => line.Text.Contains(Sleep))
        .Select(line => $"line {line.Number}: {line.Text.Trim()}");

    private static IEnumerable<string> BlockNamespaces(string source) =>
        BlockNamespace().Matches(source).Select(match => match.Value.Trim());

    private static IEnumerable<(int Number, string Text)> Lines(string source) =>
        source.Split('\n').Select((text, index) => (index + 1, text.TrimEnd('\r')));

    [GeneratedRegex(@"^namespace [\w.]+\s*(\{|$)", RegexOptions.Multiline)]
    private static partial Regex BlockNamespace();
}
