using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("curency", "currency")]
    [InlineData("CURRENCY", "currency")]
    [InlineData("pionts", "points")]
    [InlineData("rule", "rules")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Nearest_Word_IsTheLikelyOne(string found, string? nearest) =>
        Spelling.Nearest(found, ["points", "currency", "rules"]).ShouldBe(nearest);

    [Fact]
    public void Nearest_EquallyNearWords_IsTheFirstInOrdinalOrder() =>
        Spelling.Nearest("cat", ["hat", "bat"]).ShouldBe("bat");

    [Fact]
    public void Nearest_VeryLongWord_IsNotGuessed() =>
        Spelling.Nearest(new string('a', 100_000), [new string('a', 99_999)]).ShouldBeNull();
}
