using System.Text;
using Grpc.Core;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed class SupportServiceTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00, rounding: down }
          rules:
            - id: bakery-week
              when: { category: [bakery, cake], store: [S001] }
              multiplier: 2.5
            - id: welcome-jam
              when: { sku: [JAM-1] }
              points: 50
        burning: { points_per_unit: 100, minimum: 100, step: 50 }
        adjustments:
          maximum: 500
          daily_maximum: 800
          reasons: [goodwill, mistake]
          shortfall: refuse
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task AdjustPoints_Positive_GivesPointsAndSaysWhy()
    {
        var answer = await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 250, note: "parcel lost"));

        answer.Entry.Points.ShouldBe(250);
        answer.Entry.PointsAdjusted.ReasonCode.ShouldBe("goodwill");
        answer.Entry.Principal.ShouldBe("anonymous");
        answer.Entry.ProgramVersion.ShouldBe(1);
        answer.Balance.ShouldBe(new Balance { AvailablePoints = 250 });
        answer.Revision.ShouldBe(2);
        answer.Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task AdjustPoints_SameRequestAgain_GivesTheFirstAnswerAgain()
    {
        var first = await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 250, note: "parcel lost"));

        var again = await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 250, note: "parcel lost"));

        again.Replayed.ShouldBeTrue();
        again.Replayed = false;
        again.ShouldBe(first);
        foreach (var other in (AdjustPointsRequest[])
        [
            Requests.Adjust("a1", 251, note: "parcel lost"),
            Requests.Adjust("a1", 250, "mistake", "parcel lost"),
            Requests.Adjust("a1", 250, note: "parcel found"),
            Requests.Adjust("a1", 250),
        ])
        {
            await _engine.Support.AdjustPointsAsync(other)
                .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        }
    }

    [Fact]
    public async Task AdjustPoints_Limits_AreTheProgramsAndNamed()
    {
        var above = await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 501))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AdjustmentAboveMaximum);
        above.Fact("maximum_points").ShouldBe("500");
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 1, "guess"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AdjustmentReasonUnknown);
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", -1))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.InsufficientPoints);

        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 500));
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a2", -300));
        var daily = await _engine.Support.AdjustPointsAsync(Requests.Adjust("a3", 1))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AdjustmentAboveDailyMaximum);
        daily.Fact("adjusted_points").ShouldBe("800");

        _engine.Clock.Advance(TimeSpan.FromHours(24));
        (await _engine.Support.AdjustPointsAsync(Requests.Adjust("a3", 1))).Balance.AvailablePoints.ShouldBe(201);
    }

    [Fact]
    public async Task AdjustPoints_ManyAtOnce_NeverPassTheDailyMaximum()
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                return (await _engine.Support.AdjustPointsAsync(Requests.Adjust($"a{i}", 30))).Entry.Points;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                return 0;
            }
        }));

        // 26 times 30 are 780, and 27 times are more than 800.
        calls.Count(points => points == 30).ShouldBe(26);
    }

    [Fact]
    public async Task AdjustPoints_IllFormed_NamesEveryField()
    {
        var request = new AdjustPointsRequest
        {
            ProgramId = "sample",
            MemberId = "a b",
            RequestId = "",
            Points = 0,
            ReasonCode = "Good Will",
            Note = "two\nlines",
            ExpectedRevision = -1,
        };
        await _engine.Support.AdjustPointsAsync(request).ShouldNameFieldsAsync(
            "member_id", "request_id", "expected_revision", "occur_time", "points", "reason_code", "note");

        request = Requests.Adjust("a1", long.MinValue, new string('a', 33), new string('n', 501));
        await _engine.Support.AdjustPointsAsync(request).ShouldNameFieldsAsync("points", "reason_code", "note");
    }

    [Fact]
    public async Task AdjustPoints_ProgramWithoutAdjustments_IsRefused()
    {
        await using var other = await RunningEngine.StartAsync(Program[..Program.IndexOf("adjustments")]);
        await other.Members.EnrolMemberAsync(Requests.Enrol());

        await other.Support.AdjustPointsAsync(Requests.Adjust("a1", 1))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AdjustmentNotOffered);
    }

    [Fact]
    public async Task AdjustPoints_UnknownMember_IsNotFound()
    {
        var request = Requests.Adjust("a1", 1, note: "who is it");
        request.MemberId = "nobody";

        await _engine.Support.AdjustPointsAsync(request)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
    }

    [Fact]
    public async Task AdjustPoints_Note_IsNowhereInTheJournalInClear()
    {
        const string note = "Mrs Lovelace of 12 St James Square called";
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 1, note: note));

        var feed = await _engine.Engine.Journal.ReadFeedAsync(FeedPosition.Start, 100);

        feed.Records.Count.ShouldBe(4, "the program, its listing, the enrolment and the adjustment");
        foreach (var record in feed.Records)
            Encoding.UTF8.GetString(record.Body.Span).ShouldNotContain("Lovelace");
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("a1"))).Note.ShouldBe(note);
    }

    [Fact]
    public async Task ReversePoints_OfAnAdjustment_UndoesIt()
    {
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 250));

        var undone = await _engine.Till.ReversePointsAsync(Requests.Reverse("u1", "a1"));

        undone.Entry.Points.ShouldBe(-250);
        undone.Balance.ShouldBe(new Balance());
        var explained = await _engine.Support.ExplainEntryAsync(Requests.Explain("a1"));
        explained.Reversed.ShouldBeTrue();
        explained.Summary.ShouldEndWith("It was undone since.");
        var books = (await _engine.Server.GetServerInfoAsync(new())).Programs.ShouldHaveSingleItem().Totals;
        (books.AdjustedPoints, books.OutstandingPoints, books.ReversedPoints).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task GetServerInfo_AfterAdjustments_HasThemInTheBooks()
    {
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 300));
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a2", -100));

        var books = (await _engine.Server.GetServerInfoAsync(new())).Programs.ShouldHaveSingleItem().Totals;

        (books.AdjustedPoints, books.OutstandingPoints, books.IssuedPoints).ShouldBe((200, 200, 0));
    }

    [Fact]
    public async Task ExplainEntry_Purchase_TellsRateAmountAndRuleInWords()
    {
        var earn = Requests.Earn("r1", 1099, 340);
        earn.Basket.Lines[1].Categories.Add("cake");
        earn.Basket.Lines.Add(new BasketLine { Sku = "JAM-1", AmountMinor = 199 });
        await _engine.Till.EarnPointsAsync(earn);

        var answer = await _engine.Support.ExplainEntryAsync(Requests.Explain("r1"));

        // 16.38 earn 16; 3.40 of cake earn one and a half times that more, 5.1; and the jam 50 once.
        answer.Entry.Points.ShouldBe(71);
        answer.Entry.PointsEarned.Basket.Lines.Count.ShouldBe(3);
        answer.Rules.Select(rule => (rule.RuleId, rule.Points, rule.MatchedAmountMinor)).ShouldBe(
            [("base", 16L, 1638L), ("bakery-week", 5L, 340L), ("welcome-jam", 50L, 199L)]);
        answer.Rules[0].Rate.ShouldBe("1 point for each 1.00 GBP, rounded down");
        answer.Rules[0].Condition.ShouldBe("all lines that no exclusion names");
        answer.Rules[1].Rate.ShouldBe("1.5 points more for each 1.00 GBP, rounded down: 2.5 times the base rate");
        answer.Rules[1].Condition.ShouldBe("lines of category bakery or cake, in store S001");
        answer.Rules[2].Text.ShouldBe(
            "welcome-jam: 50 points for 1.99 GBP of lines with SKU JAM-1; 50 points once a receipt.");
        answer.Summary.ShouldBe(
            "A purchase earned 71 points by program version 1: 16 base + 5 bakery-week + 50 welcome-jam.");
        answer.Lots.ShouldHaveSingleItem().ShouldBe(new LotMovement { LotEntryId = "e2", Points = 71 });
        answer.Reversed.ShouldBeFalse();
    }

    [Fact]
    public async Task ExplainEntry_ByEntryIdOrRequest_IsTheSame()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 500));
        var byId = new ExplainEntryRequest { ProgramId = "sample", MemberId = Requests.Member, EntryId = "e2" };

        (await _engine.Support.ExplainEntryAsync(byId))
            .ShouldBe(await _engine.Support.ExplainEntryAsync(Requests.Explain("r1")));
    }

    [Fact]
    public async Task ExplainEntry_NoSuchEntryMemberOrShape_IsRefused()
    {
        await _engine.Support.ExplainEntryAsync(Requests.Explain("never"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.EntryUnknown);
        var nobody = Requests.Explain("never");
        nobody.MemberId = "nobody";
        await _engine.Support.ExplainEntryAsync(nobody)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
        await _engine.Support.ExplainEntryAsync(new() { ProgramId = "sample", MemberId = "a" })
            .ShouldNameFieldsAsync("target");
        await _engine.Support.ExplainEntryAsync(new() { ProgramId = "sample", MemberId = "a", EntryId = "2" })
            .ShouldNameFieldsAsync("entry_id");
    }

    [Fact]
    public async Task ExplainBalance_History_AddsUpToTheBalance()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 45_000));
        await _engine.Till.BurnPointsAsync(Requests.Burn("b1", 100));
        await _engine.Support.AdjustPointsAsync(Requests.Adjust("a1", 50));
        await _engine.Till.ReversePointsAsync(Requests.Reverse("u1", "b1"));
        await _engine.Till.BurnPointsAsync(Requests.Burn("b2", 150));
        await _engine.Till.EarnPointsAsync(Requests.Earn("r2", 6_200));

        var answer = await _engine.Support.ExplainBalanceAsync(Requests.ExplainBalance());

        answer.Balance.ShouldBe(new Balance { AvailablePoints = 412 });
        answer.Parts.Select(part => (part.Kind, part.RuleId + part.ReasonCode, part.EntryCount, part.Points)).ShouldBe(
        [
            (BalancePartKind.Earned, "base", 2, 512),
            (BalancePartKind.Burned, "", 2, -250),
            (BalancePartKind.Adjusted, "goodwill", 1, 50),
            (BalancePartKind.BurnReversed, "", 1, 100),
        ]);
        answer.Lots.Select(lot => (lot.EntryId, lot.Kind, lot.OpenedPoints, lot.LeftPoints)).ShouldBe(
        [
            ("e2", BalancePartKind.Earned, 450, 300),
            ("e4", BalancePartKind.Adjusted, 50, 50),
            ("e7", BalancePartKind.Earned, 62, 62),
        ]);
        answer.Lots[0].Text.ShouldBe(
            "300 left of 450 points earned by purchases on 2026-11-22 (UTC), receipt R-1, entry e2.");
        answer.Parts[0].Text.ShouldBe(
            "+512 points earned by purchases base, 2 entries, program version 1: "
            + "1 point for each 1.00 GBP, rounded down.");
        answer.Summary.ShouldBe(
            "412 points: +512 points earned by purchases, -250 points burned, +50 points adjusted by hand, "
            + "+100 points by undoing burns.");
        answer.Revision.ShouldBe(7);
    }

    [Fact]
    public async Task ExplainBalance_AndVerifyMember_UnknownMember_AreNotFound()
    {
        var explain = new ExplainBalanceRequest { ProgramId = "sample", MemberId = "nobody" };
        await _engine.Support.ExplainBalanceAsync(explain)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
        var verify = new VerifyMemberRequest { ProgramId = "sample", MemberId = "nobody" };
        await _engine.Support.VerifyMemberAsync(verify)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
    }

    [Fact]
    public async Task VerifyMember_SoundMember_ProvesItFromTheJournal()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 45_000));
        await _engine.Till.BurnPointsAsync(Requests.Burn("b1", 100));

        var answer = await _engine.Support.VerifyMemberAsync(Requests.Verify());

        answer.Intact.ShouldBeTrue();
        answer.Faults.ShouldBeEmpty();
        (answer.Revision, answer.EntryCount).ShouldBe((3, 3));
        answer.RecomputedBalance.ShouldBe(new Balance { AvailablePoints = 350 });
        answer.LiveBalance.ShouldBe(answer.RecomputedBalance);
        var head = await _engine.Engine.Journal.LoadAsync(
            StreamId.Member("default", "sample", Requests.Member));
        answer.HeadHash.ShouldBe(head.Hash.ToString());
    }
}
