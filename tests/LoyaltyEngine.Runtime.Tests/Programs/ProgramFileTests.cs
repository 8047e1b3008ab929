using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Tests.Programs;

public sealed class ProgramFileTests
{
    private const string Whole = """
        program: corner-shop
        name: The Corner Shop
        currency: EUR
        time_zone: Europe/Vienna
        begins: 2024-02-29
        expiry: never
        earning:
          base: { points: 3, per: 1.50, rounding: half_up }
          conflicts: sum
          rules:
            - id: double-bakery
              when: { category: [bakery, cake], store: [S001] }
              multiplier: 2
            - id: welcome-jam
              when:
                sku: JAM-1
              points: 50
            - id: every-purchase
              multiplier: 1.0001
          exclusions:
            - category: [tobacco, gift-card]
            - sku: ["0012", NO]
              category: bags
        burning: { points_per_unit: 100, minimum: 100, step: 50 }
        returns: { without_reference: refuse, shortfall: forgive }
        adjustments: { maximum: 500, daily_maximum: 1500, reasons: [goodwill, data-error], shortfall: debt }
        """;

    private const string Least = """
        program: p
        currency: JPY
        time_zone: UTC
        begins: 2020-01-01
        earning:
          base: { points: 1, per: 100 }
        """;

    [Fact]
    public void Parse_WholeFile_ReadsEveryValue()
    {
        var program = Definition(Whole);

        program.ShouldSatisfyAllConditions(
            () => program.Id.ShouldBe("corner-shop"),
            () => program.DisplayName.ShouldBe("The Corner Shop"),
            () => program.CurrencyCode.ShouldBe("EUR"),
            () => program.CurrencyDecimals.ShouldBe(2),
            () => program.TimeZone.ShouldBe("Europe/Vienna"),
            () => program.BeginDate.ShouldBe(new LocalDate(2024, 2, 29)),
            () => program.Burning.ShouldBe(
                new BurningDefinition { PointsPerCurrencyUnit = 100, MinimumPoints = 100, StepPoints = 50 }),
            () => program.Returns.WithoutReference.ShouldBe(UnreferencedReturns.Refuse),
            () => program.Returns.Shortfall.ShouldBe(ShortfallPolicy.Forgive),
            () => program.Adjustments.ShouldNotBeNull().MaximumPoints.ShouldBe(500),
            () => program.Adjustments.ShouldNotBeNull().DailyMaximumPoints.ShouldBe(1_500),
            () => program.Adjustments.ShouldNotBeNull().Reasons.ShouldBe(["goodwill", "data-error"]),
            () => program.Adjustments.ShouldNotBeNull().Shortfall.ShouldBe(AdjustmentShortfall.Debt));
    }

    [Fact]
    public void Parse_WholeFile_ReadsHowPurchasesEarn()
    {
        var earning = Definition(Whole).Earning;

        earning.Points.ShouldBe(3);
        earning.PerAmountMinor.ShouldBe(150);
        earning.Rounding.ShouldBe(RoundingMode.HalfUp);
        earning.Rules.Select(rule => (rule.Id, rule.MultiplierBps, rule.FixedPoints)).ShouldBe(
            [("double-bakery", 20_000L, null), ("welcome-jam", null, 50L), ("every-purchase", 10_001L, null)]);
        earning.Rules[0].When.Categories.ShouldBe(["bakery", "cake"]);
        earning.Rules[0].When.Stores.ShouldBe(["S001"]);
        earning.Rules[1].When.Skus.ShouldBe(["JAM-1"]);
        earning.Exclusions.Select(match => (string.Join(',', match.Skus), string.Join(',', match.Categories)))
            .ShouldBe([("", "tobacco,gift-card"), ("0012,NO", "bags")]);
    }

    [Fact]
    public void Parse_LeastFile_TakesTheDefaults()
    {
        var program = Definition(Least);

        program.DisplayName.ShouldBe("");
        program.CurrencyDecimals.ShouldBe(0);
        program.Earning.PerAmountMinor.ShouldBe(100);
        program.Earning.Rounding.ShouldBe(RoundingMode.Down);
        program.Earning.Rules.ShouldBeEmpty();
        program.Earning.Exclusions.ShouldBeEmpty();
        program.Burning.ShouldBeNull();
        program.Returns.ShouldBe(new ReturnDefinition());
    }

    [Theory]
    [InlineData("GBP", "1", 100)]
    [InlineData("GBP", "1.5", 150)]
    [InlineData("GBP", "0.01", 1)]
    [InlineData("GBP", "10000000000.00", 1_000_000_000_000)]
    [InlineData("JPY", "7", 7)]
    [InlineData("KWD", "1.005", 1_005)]
    public void Parse_Amount_IsExactInMinorUnits(string currency, string per, long minor) =>
        Definition(Least.Replace("JPY", currency).Replace("per: 100", $"per: {per}"))
            .Earning.PerAmountMinor.ShouldBe(minor);

    [Fact]
    public void Parse_BurnMinimumLeftOut_IsTheStep() =>
        Definition(Least + "\nburning: { points_per_unit: 1, step: 50 }").Burning!.MinimumPoints.ShouldBe(50);

    [Fact]
    public void Parse_NoBaseRate_GivesNone() =>
        Definition(Least.Replace("base: { points: 1, per: 100 }", "rules: [{ id: visit, points: 5 }]"))
            .Earning.Points.ShouldBe(0);

    [Fact]
    public void Parse_OnlyCommentsUnderAKey_AreTheDefault()
    {
        var program = Definition(Least + "\n  rules:\n    # - id: a\n  exclusions:\n    # none\nreturns:\nname:\n");

        program.Earning.Rules.ShouldBeEmpty();
        program.Earning.Exclusions.ShouldBeEmpty();
        program.Returns.ShouldBe(new ReturnDefinition());
    }

    [Fact]
    public void Parse_SampleProgram_IsTheRuleThatTheDocumentsTell()
    {
        var result = ProgramFile.Load(SampleProgram.Path);

        result.Faults.ShouldBeEmpty();
        var program = result.Definition!;
        program.Id.ShouldBe("sample");
        program.CurrencyCode.ShouldBe("GBP");
        program.TimeZone.ShouldBe("Europe/London");
        program.BeginDate.ShouldBe(new LocalDate(2009, 1, 1));
        (program.Earning.Points, program.Earning.PerAmountMinor, program.Earning.Rounding)
            .ShouldBe((1, 100, RoundingMode.Down));
        program.Earning.Rules.ShouldBeEmpty();
        program.Earning.Exclusions.ShouldBeEmpty();
        program.Burning.ShouldBe(
            new BurningDefinition
            {
                PointsPerCurrencyUnit = 100,
                MinimumPoints = 100,
                StepPoints = 50,
                Reservations = new ReservationDefinition { DurationSeconds = 900, MaximumSeconds = 3_600 },
            });
        program.Returns.ShouldBe(
            new ReturnDefinition { WithoutReference = UnreferencedReturns.TakeBack, Shortfall = ShortfallPolicy.Debt });
    }

    [Fact]
    public void Parse_SampleProgramWithItsExamplesTakenIn_IsValid()
    {
        var lines = File.ReadAllLines(SampleProgram.Path);
        var examples = lines.Select(line =>
            line.TrimStart() is ['#', ' ', '-' or ' ', ..] or "# tiers:" ? line.Replace("# ", "") : line);

        var program = Definition(string.Join('\n', examples));

        program.Earning.Rules.Select(rule => rule.Id)
            .ShouldBe(
            [
                "double-bakery", "welcome-jam", "new-stores", "cake-week", "saturday-night", "our-card",
                "three-bottles", "welcome", "app-or-green", "fuel", "gold-members", "stamps",
            ]);
        program.Tiers!.Tiers.Select(tier => (tier.Id, tier.Threshold, tier.RetainThreshold))
            .ShouldBe([("basic", 0, 0), ("silver", 500, 400), ("gold", 2_000, 0)]);
        program.Earning.Exclusions.Count.ShouldBe(2);
        program.Identifiers.Select(kind => kind.Kind).ShouldBe(["card", "phone", "email", "app"]);
        program.Enrolment.LegalProfiles.Select(profile => (profile.Id, profile.MinimumAge))
            .ShouldBe([("gb", 16), ("de", 18)]);
        program.Attributes.Select(attribute => attribute.Name).ShouldBe(["household_size", "favourite_store"]);
        program.Consents.ShouldBe(["newsletter", "profiling"]);
        program.Statuses.ShouldBe(new StatusDefinition());
    }

    [Fact]
    public void Load_FileWithAByteOrderMark_IsRead()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Least)]);
            ProgramFile.Load(path).IsValid.ShouldBeTrue();

            File.WriteAllBytes(path, [0xC3, 0x28]);
            ProgramFile.Load(path).Faults[0].Message.ShouldBe("the file is not UTF-8 text");

            File.WriteAllBytes(path, new byte[ProgramFile.SizeMax + 1]);
            ProgramFile.Load(path).Faults[0].Message.ShouldBe("the file is too large");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ProgramDefinition Definition(string text)
    {
        var result = ProgramFile.Parse(text);
        result.Faults.ShouldBeEmpty();
        result.IsValid.ShouldBeTrue();
        return result.Definition!;
    }
}
