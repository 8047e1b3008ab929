using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Tests.Programs;

public sealed class ProgramFileFaultTests
{
    private const string Valid = """
        program: sample
        name: Sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        expiry: never
        earning:
          base: { points: 1, per: 1.00 }
          conflicts: sum
          rules:
            - id: jam
              when: { sku: [JAM-1] }
              points: 50
            - id: bakery
              when:
                category: [bakery]
                store: [S001]
              multiplier: 2
          exclusions:
            - category: [tobacco]
        burning: { points_per_unit: 100, minimum: 100, step: 50 }
        returns: { without_reference: take_back, shortfall: debt }
        adjustments: { maximum: 500, daily_maximum: 1500, reasons: [goodwill], shortfall: refuse }
        """;

    /// <summary>In the valid file: what is replaced by what, and the one fault that follows.</summary>
    public static TheoryData<string, string, int, int, string, string, string> Faults { get; } = new()
    {
        { "program: sample", "program: My Shop", 1, 10, "program", "found \"My Shop\"", "a-z 0-9 -" },
        { "program: sample", "program:", 1, 1, "program", "found nothing", "the program's id" },
        { "program: sample\n", "", 1, 1, "program", "missing", "the program's id" },
        { "program: sample", "program: [a]", 1, 10, "program", "found a list", "the program's id" },
        { "currency", "curency", 3, 1, "curency", "unknown key (did you mean currency?)", "program, name, currency" },
        { "currency: GBP", "currency: GPB", 3, 11, "currency", "found \"GPB\" (did you mean GBP?)", "ISO 4217" },
        { "Europe/London", "Europe/Londn", 4, 12, "time_zone", "(did you mean Europe/London?)", "tz database" },
        { "2009-01-01", "01.01.2009", 5, 9, "begins", "found \"01.01.2009\"", "2009-01-31" },
        { "2009-01-01", "2009-02-29", 5, 9, "begins", "found \"2009-02-29\"", "2009-01-31" },
        { "2009-01-01", "1900-01-01", 5, 9, "begins", "found 1900-01-01", "from 1970-01-01" },
        { "expiry: never", "expiry: 12 months", 6, 9, "expiry", "found \"12 months\"", "never" },
        { "points: 1,", "points: one,", 8, 19, "earning.base.points", "found \"one\"", "a whole number" },
        { "points: 1,", "points: 1.5,", 8, 19, "earning.base.points", "found \"1.5\"", "a whole number" },
        { "points: 1,", "points: -1,", 8, 19, "earning.base.points", "found -1", "from 0 to 1000000" },
        { "points: 1, ", "", 8, 9, "earning.base.points", "missing", "a whole number of points" },
        { "per: 1.00", "per: 1.005", 8, 27, "earning.base.per", "found \"1.005\"", "no more decimals" },
        { "per: 1.00", "per: £1", 8, 27, "earning.base.per", "found \"£1\"", "an amount such as 1.00" },
        { "per: 1.00", "per: 1,00", 8, 29, "earning.base.00", "unknown key", "points, per, rounding" },
        { "per: 1.00", "per: 0.00", 8, 27, "earning.base.per", "found 0.00", "from 0.01 to 10000000000.00" },
        { "per: 1.00", "per: 1e3", 8, 27, "earning.base.per", "found \"1e3\"", "an amount" },
        { "1.00 }", "1.00, rounding: dwon }", 8, 43, "earning.base.rounding", "(did you mean down?)", "half_up or up" },
        { "conflicts: sum", "conflicts: best", 9, 14, "earning.conflicts", "found \"best\"", "sum" },
        { "id: bakery", "id: jam", 14, 11, "earning.rules[1].id", "which earning.rules[0] has", "no other rule" },
        { "id: bakery", "id: base", 14, 11, "earning.rules[1].id", "found \"base\"", "another id" },
        { "- id: jam\n      when", "- when", 11, 7, "earning.rules[0].id", "missing", "the rule's id" },
        { "      points: 50\n", "", 11, 7, "earning.rules[0]", "found none of", "points or rate" },
        { "points: 50", "point: 50", 13, 7, "earning.rules[0].point", "(did you mean points?)", "id, when" },
        { "points: 50", "points: 0", 13, 15, "earning.rules[0].points", "found 0", "from 1" },
        { "[JAM-1]", "[]", 12, 20, "earning.rules[0].when.sku", "found nothing", "leave the key out" },
        { "[JAM-1]", "", 12, 15, "earning.rules[0].when.sku", "found nothing", "one or more SKUs" },
        { "[JAM-1]", "[{}]", 12, 21, "earning.rules[0].when.sku[0]", "found keys with values", "one or more SKUs" },
        { "when: { sku: [JAM-1] }", "when:", 12, 7, "earning.rules[0].when", "found nothing", "leave when out" },
        { "[bakery]", "[bakery, bakery]", 16, 28, "earning.rules[1].when.category[1]", "a second time", "once" },
        { "store: [S001]", "stores: [S001]", 17, 9, "earning.rules[1].when.stores", "did you mean store?", "sku" },
        { "[S001]", "[S 1]", 17, 17, "earning.rules[1].when.store[0]", "found \"S 1\"", "a store id" },
        { "multiplier: 2", "multiplier: double", 18, 19, "earning.rules[1].multiplier", "\"double\"", "2 or 1.5" },
        { "multiplier: 2", "multiplier: 0.5", 18, 19, "earning.rules[1].multiplier", "found 0.5000", "from 1 to 100" },
        { "category: [tobacco]", "{}", 20, 7, "earning.exclusions[0]", "exclude every line", "a sku or a category" },
        { "[tobacco]", "[]", 20, 17, "earning.exclusions[0].category", "found nothing", "one or more categories" },
        { "- category: [tobacco]", "- tobacco", 20, 7, "earning.exclusions[0]", "found \"tobacco\"", "an exclusion" },
        { "points_per_unit: 100, ", "", 21, 10, "burning.points_per_unit", "missing", "a whole number" },
        { "minimum: 100", "minimum: 120", 21, 43, "burning.minimum", "found 120", "a multiple of the step, 50" },
        { "take_back", "keep", 22, 31, "returns.without_reference", "found \"keep\"", "take_back or refuse" },
        { "daily_maximum: 1500", "daily_maximum: 1", 23, 45, "adjustments.daily_maximum", "found 1", "at least the" },
        { "maximum: 500, ", "", 23, 14, "adjustments.maximum", "missing", "a whole number of points" },
        { "[goodwill]", "[Good]", 23, 61, "adjustments.reasons[0]", "found \"Good\"", "1 to 32 of a-z 0-9 -" },
        { "refuse }", "owe }", 23, 83, "adjustments.shortfall", "found \"owe\"", "refuse or debt" },
        { "reasons:", "reason:", 23, 51, "adjustments.reason", "(did you mean reasons?)", "maximum, daily_maximum" },
        { "{ without_reference: take_back, shortfall: debt }", "[1]", 22, 10, "returns", "found a list", "shortfall" },
        { "expiry: never", "currency: EUR", 6, 1, "currency", "found \"currency\" again", "it once: line 3" },
        { "name: Sample", "\tname: Sample", 2, 1, "", "found a tab", "spaces" },
        { "name: Sample", "name: Sam\u0000ple", 2, 10, "", "found a control character", "plain text" },
        { "name: Sample", "name: &it Sample", 2, 7, "", "found an anchor", "quotes" },
        { "name: Sample", "name: *it", 2, 7, "", "alias (*)", "quotes" },
        { "name: Sample", "name: !!str Sample", 2, 7, "", "found a tag", "quotes" },
        { "name: Sample", "name: Sample: it", 2, 13, "", "cannot be read", "quotes" },
        { "name: Sample", "name: \"Sample", 2, 7, "", "cannot be read", "quotes" },
        { "name: Sample", "name: @sample", 2, 7, "", "cannot be read", "quotes" },
        { "name: Sample", "[a]: b", 2, 1, "", "a key that is no word", "a word" },
        { "name: Sample", "name:\n  - - - - - - - - - - - - - - - - - - a", 3, 35, "", "too deeply", "at most 16" },
        { "shortfall: debt }", "shortfall: debt }\n---\na: b", 23, 1, "", "a second document", "one a file" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Parse_OneThingWrong_TellsPlacePathFindingAndExpectation(
        string old, string replacement, int line, int column, string path, string message, string expected)
    {
        Valid.ShouldContain(old);
        var at = Valid.IndexOf(old, StringComparison.Ordinal);
        var result = ProgramFile.Parse(Valid[..at] + replacement + Valid[(at + old.Length)..]);

        result.IsValid.ShouldBeFalse();
        var all = string.Join('\n', result.Faults);
        result.Faults.Count.ShouldBe(1, all);
        var fault = result.Faults[0];
        (fault.Line, fault.Column, fault.Path).ShouldBe((line, column, path), all);
        fault.Message.ShouldContain(message, Case.Sensitive);
        fault.Expected.ShouldContain(expected, Case.Sensitive);
    }

    [Fact]
    public void Parse_ValidFile_HasNoFault() => ProgramFile.Parse(Valid).Faults.ShouldBeEmpty();

    [Fact]
    public void Parse_ManyThingsWrong_TellsAllInTheFilesOrder()
    {
        var text = Valid.Replace("GBP", "POUND").Replace("points: 50", "points: x").Replace("step: 50", "stop: 50")
            .Replace("multiplier: 2", "multiplier: 200");

        ProgramFile.Parse(text).Faults.Select(fault => (fault.Line, fault.Path)).ShouldBe(
        [
            (3, "currency"), (13, "earning.rules[0].points"), (18, "earning.rules[1].multiplier"), (21, "burning.stop"),
        ]);
    }

    [Fact]
    public void Parse_RuleThatIsNone_KeepsThePlacesOfTheOthers() =>
        ProgramFile.Parse(Valid.Replace("    - id: jam\n", "    - nonsense\n    - id: jam\n")
                .Replace("multiplier: 2", "multiplier: 200")).Faults.Select(fault => (fault.Line, fault.Path))
            .ShouldBe([(11, "earning.rules[0]"), (19, "earning.rules[2].multiplier")]);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public void Parse_EmptyFile_IsAFault(string text) =>
        ProgramFile.Parse(text).Faults.ShouldBe([new ProgramFileFault(1, 1, "", "the file is empty", "a program")]);

    [Fact]
    public void Parse_OpenBracket_TellsAPlace() =>
        ProgramFile.Parse("program: [a, b\ncurrency: GBP\n").Faults.ShouldHaveSingleItem().Line.ShouldBe(1);

    [Fact]
    public void Parse_FileBeyondTheSize_IsAFault()
    {
        var comment = "#" + new string('x', ProgramFile.SizeMax - Valid.Length - 2) + "\n";

        ProgramFile.Parse(comment + Valid).IsValid.ShouldBeTrue();
        ProgramFile.Parse(comment + Valid + "#").Faults.ShouldHaveSingleItem()
            .Message.ShouldBe("the file is too large");
    }

    [Fact]
    public void Parse_EndlessFaults_ListsABoundedNumber()
    {
        var text = Valid + "\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"unknown-{i}: 1\n"));

        ProgramFile.Parse(text).Faults.Count.ShouldBe(1_000);
    }

    [Fact]
    public void Parse_KeyOfAMillionDots_IsOneFault() =>
        ProgramFile.Parse(Valid + "\n\"" + new string('.', 1_000_000) + "\": 1").Faults.ShouldHaveSingleItem()
            .Path.Length.ShouldBeLessThan(100);

    [Fact]
    public void Parse_AnythingCutOrMangled_NeverThrows()
    {
        var random = new Random(20_250_101);
        const string alphabet = "abc:-{}[]#&*!|>'\"%@`, \n\t0\\?~=<";
        for (var run = 0; run < 5_000; run++)
        {
            var text = Valid.ToCharArray();
            for (var i = random.Next(8); i >= 0; i--)
                text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];

            var result = ProgramFile.Parse(new string(text, 0, random.Next(1, text.Length + 1)));

            result.IsValid.ShouldBe(result.Faults.Count == 0);
            if (result.IsValid)
                ProgramChecker.Check(result.Definition).ShouldBeEmpty();
        }
    }

    [Fact]
    public void ToString_Fault_ReadsAsOneLine() =>
        new ProgramFileFault(3, 11, "currency", "found \"GPB\"", "a currency code").ToString()
            .ShouldBe("line 3, column 11: currency: found \"GPB\"; expected a currency code");
}
