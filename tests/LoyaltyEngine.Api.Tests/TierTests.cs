using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Tiers as the API shows them. Now is 22 November 2026, noon.</summary>
public sealed class TierTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        tiers:
          levels:
            - { id: basic, name: Basic }
            - { id: silver, threshold: 100, retain: 60 }
            - { id: gold, name: Gold, threshold: 300, benefits: [Free delivery], entitlements: [lounge] }
        earning:
          base: { points: 1, per: 1.00, rounding: down }
          rules:
            - { id: gold-twice, when: { tier: gold }, multiplier: 2 }
        burning: { points_per_unit: 100 }
        """;

    private static readonly Timestamp s_yearEnd = At(2027);
    private static readonly Timestamp s_holdEnd = At(2028);

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program, clockJumpSeconds: 100_000_000);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GetBalance_NewMember_HasTheLowestTier()
    {
        (await BalanceAsync()).Tier.ShouldBe(new TierStanding
        {
            TierId = "basic",
            DisplayName = "Basic",
            PeriodEndTime = s_yearEnd,
            NextTierId = "silver",
            NextTierCount = 100,
        });
    }

    [Fact]
    public async Task EarnPoints_ThatReachesATier_SaysSoAndHowFarTheNextIs()
    {
        var answer = await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));

        answer.Entry.Tier.ShouldBe(new TierChange
        {
            Counted = 120,
            Standing = new TierStanding
            {
                TierId = "silver",
                EndTime = s_holdEnd,
                Count = 120,
                PeriodEndTime = s_yearEnd,
                NextTierId = "gold",
                NextTierCount = 300,
                KeepCount = 60,
            },
        });
    }

    [Fact]
    public async Task EarnPoints_SentAgainAfterMore_AnswersAsAtFirst()
    {
        var first = await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));
        await _engine.Till.EarnPointsAsync(Requests.Earn("a2", 200_00));

        var again = await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));

        again.Entry.ShouldBe(first.Entry);
    }

    [Fact]
    public async Task GetBalance_WithAndWithoutTheSchedule_TellsAllThatTheTierGives()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 300_00));

        var tier = (await BalanceAsync()).Tier;
        (tier.TierId, tier.DisplayName, tier.EndTime, tier.NextTierId).ShouldBe(("gold", "Gold", s_holdEnd, ""));
        (tier.Benefits.Single(), tier.Entitlements.Single()).ShouldBe(("Free delivery", "lounge"));
        (await BalanceAsync(includeSchedule: true)).Tier.ShouldBe(tier);
    }

    [Fact]
    public async Task Rule_OfATier_CountsFromThePurchaseAfterTheOneThatReachesIt()
    {
        (await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 300_00))).Entry.Points.ShouldBe(300);

        (await _engine.Till.EarnPointsAsync(Requests.Earn("a2", 10_00))).Entry.Points.ShouldBe(20);
    }

    [Fact]
    public async Task QuotePoints_RuleOfATier_IsToldAsSkipped()
    {
        var answer = await _engine.Till.QuotePointsAsync(new QuotePointsRequest
        {
            ProgramId = "sample",
            MemberId = Requests.Member,
            OccurTime = Requests.Now,
            Basket = Requests.Earn("q", 10_00).Basket,
            ExplainSkippedRules = true,
        });

        var skipped = answer.SkippedRules.ShouldHaveSingleItem();
        (skipped.RuleId, skipped.Reason).ShouldBe(("gold-twice", RuleSkipReason.Tier));
        (answer.Tier.Counted, answer.Tier.Standing.Count, answer.Tier.Standing.NextTierId).ShouldBe((10, 10, "silver"));
    }

    // What counts is the tier before the purchase, whatever came later.
    [Fact]
    public async Task ExplainEntry_AskedForSkippedRules_TellsThemAsOfTheEntry()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 300_00));
        await _engine.Till.EarnPointsAsync(Requests.Earn("a2", 10_00));
        var (first, second) = (Requests.Explain("a1"), Requests.Explain("a2"));
        (first.ExplainSkippedRules, second.ExplainSkippedRules) = (true, true);

        var before = await _engine.Support.ExplainEntryAsync(first);
        var after = await _engine.Support.ExplainEntryAsync(second);

        before.SkippedRuleCount.ShouldBe(1);
        var skipped = before.SkippedRules.ShouldHaveSingleItem();
        (skipped.RuleId, skipped.Reason, skipped.Detail).ShouldBe(
            ("gold-twice", RuleSkipReason.Tier, "by members of tier gold"));
        (after.SkippedRuleCount, after.SkippedRules.Count).ShouldBe((0, 0));
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("a1"))).SkippedRules.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReturnPurchase_OfTheSaleThatReachedIt_TakesTheTier()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));

        var back = await _engine.Till.ReturnPurchaseAsync(new ReturnPurchaseRequest
        {
            ProgramId = "sample",
            MemberId = Requests.Member,
            RequestId = "back",
            OccurTime = Requests.Now,
            SaleRequestId = "a1",
        });

        (back.Entry.Tier.Counted, back.Entry.Tier.Standing.TierId).ShouldBe((-120, "basic"));
    }

    [Fact]
    public async Task TierThatEnds_WhileNobodyAsks_IsAnEntryOfItsMoment()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));
        _engine.Clock.SetUtcNow(new DateTimeOffset(2028, 3, 1, 0, 0, 0, TimeSpan.Zero));

        (await BalanceAsync()).Tier.TierId.ShouldBe("basic");

        var entries = await _engine.Members.ListEntriesAsync(
            new ListEntriesRequest { ProgramId = "sample", MemberId = Requests.Member });
        var review = entries.Entries.Single(entry => entry.TierReviewed is not null);
        (review.OccurTime, review.TierReviewed.FormerTierId, review.RequestId).ShouldBe((s_holdEnd, "silver", ""));
        (await _engine.Support.ExplainEntryAsync(new ExplainEntryRequest
        {
            ProgramId = "sample", MemberId = Requests.Member, EntryId = review.EntryId,
        })).Summary.ShouldBe("Tier silver came to its time: the member has tier basic from then on.");
    }

    [Fact]
    public async Task GrantTier_ThenWithdrawn_IsTwoEntriesThatExplainThemselves()
    {
        var granted = await _engine.Support.GrantTierAsync(Grant("g1", "gold", s_yearEnd, "Rival Plus"));

        (granted.Entry.Tier.Standing.TierId, granted.Entry.Tier.Standing.EndTime).ShouldBe(("gold", s_yearEnd));
        granted.Entry.TierGranted.ShouldBe(new TierGranted
        {
            TierId = "gold", EndTime = s_yearEnd, ReasonCode = "match", MatchedProgram = "Rival Plus",
        });
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("g1"))).Summary.ShouldBe(
            "Tier gold was granted until 2027-01-01T00:00:00Z for match by anonymous, to match Rival Plus.");
        (await _engine.Support.GrantTierAsync(Grant("g1", "gold", s_yearEnd, "Rival Plus"))).Replayed.ShouldBeTrue();

        var withdrawn = await _engine.Support.GrantTierAsync(Grant("g2", "", null));

        withdrawn.Entry.Tier.Standing.TierId.ShouldBe("basic");
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("g2"))).Summary
            .ShouldBe("The grant of a tier was withdrawn for match by anonymous.");
    }

    [Fact]
    public async Task GrantTier_ThatCannotBe_IsRefusedByName()
    {
        await _engine.Support.GrantTierAsync(Grant("g1", "platinum", s_yearEnd))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.TierUnknown);
        await _engine.Support.GrantTierAsync(Grant("g2", "gold", Requests.Now))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.TierGrantOver);
        await _engine.Support.GrantTierAsync(Grant("g3", "", null))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.TierNotGranted);
        await _engine.Support.GrantTierAsync(Grant("g4", "gold", null)).ShouldNameFieldsAsync("end_time");
        await _engine.Support.GrantTierAsync(Grant("g5", "", s_yearEnd)).ShouldNameFieldsAsync("end_time");
    }

    [Fact]
    public async Task PreviewTiers_OfOtherThresholds_NamesWhoWouldMoveAndWhen()
    {
        await _engine.Members.EnrolMemberAsync(Requests.Enrol("near", "enrol-near"));
        await _engine.Members.EnrolMemberAsync(Requests.Enrol("far", "enrol-far"));
        await _engine.Till.EarnPointsAsync(Requests.Earn("a1", 120_00));
        var near = Requests.Earn("n1", 90_00);
        near.MemberId = "near";
        await _engine.Till.EarnPointsAsync(near);
        var request = new PreviewTiersRequest
        {
            ProgramId = "sample",
            Yaml = Program.Replace("threshold: 100", "threshold: 150", StringComparison.Ordinal),
        };

        var harder = await _engine.Programs.PreviewTiersAsync(request);
        request.Yaml = Program.Replace("threshold: 100", "threshold: 80", StringComparison.Ordinal);
        var easier = await _engine.Programs.PreviewTiersAsync(request);

        (harder.MemberCount, harder.NextPageToken).ShouldBe((3, ""));
        harder.Moves.ShouldHaveSingleItem().ShouldBe(new TierMove
        {
            MemberId = Requests.Member, FormerTierId = "silver", TierId = "basic", KeptUntilTime = s_holdEnd,
        });
        easier.Moves.ShouldHaveSingleItem().ShouldBe(
            new TierMove { MemberId = "near", FormerTierId = "basic", TierId = "silver" });
        (await BalanceAsync()).Tier.TierId.ShouldBe("silver");
    }

    [Fact]
    public async Task PreviewTiers_InParts_LooksAtEachMemberOnce()
    {
        for (var i = 0; i < 450; i++)
            await _engine.Members.EnrolMemberAsync(Requests.Enrol($"m{i}", $"enrol-{i}"));
        var request = new PreviewTiersRequest
        {
            ProgramId = "sample",
            PageSize = 1,
            Yaml = Program.Replace("id: basic,", "id: plain,", StringComparison.Ordinal),
        };
        var (moved, parts) = (new List<string>(), 0);
        do
        {
            var part = await _engine.Programs.PreviewTiersAsync(request);
            moved.AddRange(part.Moves.Select(move => move.MemberId));
            part.Moves.ShouldAllBe(move => move.FormerTierId == "basic" && move.TierId == "plain");
            request.PageToken = part.NextPageToken;
            parts++;
        }
        while (request.PageToken.Length > 0);

        parts.ShouldBeGreaterThan(1);
        moved.Count.ShouldBe(451);
        moved.Distinct().Count().ShouldBe(451);
    }

    [Fact]
    public async Task PreviewTiers_OfAProgramThatCannotBe_TellsItsFaults()
    {
        var request = new PreviewTiersRequest
        {
            ProgramId = "sample",
            Yaml = Program.Replace("threshold: 100", "threshold: 400", StringComparison.Ordinal),
        };

        (await _engine.Programs.PreviewTiersAsync(request)).Faults.ShouldHaveSingleItem().Path
            .ShouldBe("tiers.levels[2].threshold");
        request.Yaml = "program: sample\ncurrency: GBP\ntime_zone: Etc/UTC\nbegins: 2009-01-01\nearning: {}\n";
        await _engine.Programs.PreviewTiersAsync(request).ShouldNameFieldsAsync("form");
        (request.PageSize, request.PageToken, request.Yaml) = (-1, "x", Program);
        await _engine.Programs.PreviewTiersAsync(request).ShouldNameFieldsAsync("page_size", "page_token");
    }

    private static GrantTierRequest Grant(string id, string tier, Timestamp? end, string matched = "") => new()
    {
        ProgramId = "sample",
        MemberId = Requests.Member,
        RequestId = id,
        OccurTime = Requests.Now,
        TierId = tier,
        EndTime = end,
        ReasonCode = "match",
        MatchedProgram = matched,
    };

    private static Timestamp At(int year) => Timestamp.FromDateTimeOffset(new(year, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private async Task<GetBalanceResponse> BalanceAsync(bool includeSchedule = false) =>
        await _engine.Till.GetBalanceAsync(new GetBalanceRequest
        {
            ProgramId = "sample",
            MemberId = Requests.Member,
            IncludeSchedule = includeSchedule,
        });
}
