using System.Text;
using LoyaltyEngine.Rpc.Connect;

namespace LoyaltyEngine.Rpc.Tests;

public sealed class JsonPlaceTests
{
    [Theory]
    [InlineData("""{"a":[{"b":1},{"b":"x" """, "$.a[1].b", false)]
    [InlineData("""{"a":[{"b":1},{"cc" """, "$.a[1].cc", true)]
    [InlineData("""{"a":[[],[10,20 """, "$.a[1][1]", false)]
    [InlineData("""{"a":{"b":{}},"c":true """, "$.c", false)]
    [InlineData("""{"a":{ """, "$.a", false)]
    [InlineData("""[ """, "$", false)]
    public void PathBefore_APrefix_EndsAtItsLastToken(string prefix, string path, bool isName)
    {
        prefix = prefix.TrimEnd();
        var json = Encoding.UTF8.GetBytes(Whole(prefix));

        // As a parser would stop: behind the token, and one further behind a number.
        var end = prefix.Length + (char.IsAsciiDigit(prefix[^1]) ? 1 : 0);

        JsonPlace.PathBefore(json, end).ShouldBe((path, isName));
    }

    [Theory]
    [InlineData("ab", 0, "line 1, column 1")]
    [InlineData("ab\ncd", 3, "line 2, column 1")]
    [InlineData("ab\n\nc", 99, "line 3, column 2")]
    public void At_AnOffset_CountsFromOne(string text, int offset, string place)
        => JsonPlace.At(Encoding.UTF8.GetBytes(text), offset).ShouldBe(place);

    private static string Whole(string prefix)
    {
        var open = new Stack<char>();
        foreach (var character in prefix)
        {
            if (character is '{' or '[')
                open.Push(character == '{' ? '}' : ']');
            else if (character is '}' or ']')
                open.Pop();
        }

        var isName = prefix.EndsWith("\"cc\"", StringComparison.Ordinal);
        return prefix + (isName ? ":0" : "") + string.Concat(open);
    }
}
