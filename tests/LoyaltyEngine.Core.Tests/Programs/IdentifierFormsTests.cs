using FsCheck.Fluent;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class IdentifierFormsTests
{
    [Theory]
    [InlineData(IdentifierFormat.Digits, "4111 1111-1111 1111", "4111111111111111")]
    [InlineData(IdentifierFormat.Digits, "4111x", null)]
    [InlineData(IdentifierFormat.Digits, " - ", null)]
    [InlineData(IdentifierFormat.Digits, "٤٢", null)]
    [InlineData(IdentifierFormat.Phone, "+44 (20) 7946-0000", "+442079460000")]
    [InlineData(IdentifierFormat.Phone, "0044 20 7946 0000", "+442079460000")]
    [InlineData(IdentifierFormat.Phone, "020 7946.0000", "+442079460000")]
    [InlineData(IdentifierFormat.Phone, "20 7946 0000", null)]
    [InlineData(IdentifierFormat.Phone, "+0 20 7946 0000", null)]
    [InlineData(IdentifierFormat.Phone, "+123456", null)]
    [InlineData(IdentifierFormat.Phone, "+1234567890123456", null)]
    [InlineData(IdentifierFormat.Phone, "+44 20 CALL ME", null)]
    [InlineData(IdentifierFormat.Email, " Ada@Example.ORG", "ada@example.org")]
    [InlineData(IdentifierFormat.Email, "ada@example", null)]
    [InlineData(IdentifierFormat.Email, "@example.org", null)]
    [InlineData(IdentifierFormat.Email, "a@b@example.org", null)]
    [InlineData(IdentifierFormat.Email, "a da@example.org", null)]
    [InlineData(IdentifierFormat.Email, "ada@example..org", null)]
    [InlineData(IdentifierFormat.Email, "ada@example.", null)]
    [InlineData(IdentifierFormat.Text, " App-1 ", " App-1 ")]
    public void Normalise_Value_IsItsNormalForm(IdentifierFormat format, string value, string? normal) =>
        IdentifierForms.Normalise(Kind(format), value).ShouldBe(normal);

    [Theory]
    [InlineData("79927398713", true)]
    [InlineData("79927398710", false)]
    [InlineData("4111 1111 1111 1111", true)]
    [InlineData("4111 1111 1111 1121", false)]
    [InlineData("0", true)]
    public void Normalise_WithLuhnsCheck_TakesWhatPasses(string value, bool passes) =>
        (IdentifierForms.Normalise(Kind(IdentifierFormat.Digits) with { Check = CheckDigit.Luhn }, value) is not null)
            .ShouldBe(passes);

    [Fact]
    public void Normalise_OutsideOfTheLengths_IsNull()
    {
        var kind = Kind(IdentifierFormat.Digits) with { LengthMin = 3, LengthMax = 4 };

        IdentifierForms.Normalise(kind, "1 2").ShouldBeNull();
        IdentifierForms.Normalise(kind, "1 2 3").ShouldBe("123");
        IdentifierForms.Normalise(kind, "12345").ShouldBeNull();
    }

    [Fact]
    public void Normalise_AnyNormalForm_IsItself()
    {
        var characters = Gen.Elements("0123456789 +-()./@aZé.x\u0130".ToCharArray());
        var values = Gen.Choose(0, 20).SelectMany(count => Gen.ArrayOf(characters, count)).ToArbitrary();
        Laws.Hold(values, 5_000, value =>
        {
            foreach (var format in Enum.GetValues<IdentifierFormat>())
            {
                if (IdentifierForms.Normalise(Kind(format), new string(value)) is { } normal)
                    IdentifierForms.Normalise(Kind(format), normal).ShouldBe(normal);
            }
        });
    }

    private static IdentifierDefinition Kind(IdentifierFormat format) => new()
    {
        Kind = "kind",
        Format = format,
        CallingCode = format == IdentifierFormat.Phone ? "44" : "",
    };
}
