using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Core.Tests.Programs;

public sealed class IdentifierContinuityTests
{
    private static readonly IdentifierDefinition Card = new()
    {
        Kind = "card",
        Format = IdentifierFormat.Digits,
        LengthMin = 4,
    };

    private static readonly IdentifierDefinition Phone = new()
    {
        Kind = "phone",
        Format = IdentifierFormat.Phone,
        CallingCode = "44",
    };

    private static readonly IdentifierDefinition App = new() { Kind = "app" };

    /// <summary>What was declared, what is declared now, and the places of the faults.</summary>
    public static TheoryData<IdentifierDefinition[], IdentifierDefinition[], string[]> Cases { get; } = new()
    {
        { [Card, Phone], [Card, Phone], [] },
        { [Card], [Card, Phone, App], [] },
        { [Card, Phone], [Card], [] },
        { [Card], [Card with { LengthMin = 13, LengthMax = 19, Check = CheckDigit.Luhn }], [] },
        { [], [App], [] },
        { [App], [], [] },
        { [], [], [] },
        { [Card], [Card with { Format = IdentifierFormat.Text }], ["identifiers[0].format"] },
        { [App], [Card, App with { Format = IdentifierFormat.Email }], ["identifiers[1].format"] },
        { [Phone], [Phone with { CallingCode = "31" }], ["identifiers[0].calling_code"] },
        { [Phone], [Phone with { CallingCode = "" }], ["identifiers[0].calling_code"] },
        { [], [App, Card], ["identifiers[1].format"] },
        { [App, Card], [], ["identifiers"] },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Check_AfterAVersion_NamesWhatLosesItsNormalForm(
        IdentifierDefinition[] before, IdentifierDefinition[] next, string[] paths) =>
        IdentifierContinuity.Check([Version(1, before)], Definition(next)).Select(fault => fault.Path)
            .ShouldBe(paths);

    [Fact]
    public void Check_KindThatComesBack_IsHeldAgainstTheVersionThatHadIt()
    {
        var fault = IdentifierContinuity
            .Check([Version(1, Card), Version(2, App)], Definition(Card with { Format = IdentifierFormat.Text }))
            .ShouldHaveSingleItem();

        fault.Message.ShouldBe("found text");
        fault.Expected.ShouldBe("digits, as in version 1");
    }

    private static LoyaltyProgram Version(long version, params IdentifierDefinition[] kinds) =>
        LoyaltyProgram.Compile(Definition(kinds), version, Instant.FromUtc(2020, 1, 1, 0, 0));

    private static ProgramDefinition Definition(params IdentifierDefinition[] kinds) => new()
    {
        Id = "shop",
        CurrencyCode = "GBP",
        TimeZone = "Europe/London",
        BeginDate = new LocalDate(2009, 1, 1),
        Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100 },
        Identifiers = kinds,
    };
}
