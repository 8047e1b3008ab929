using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed class TillServiceTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync();
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task EarnPoints_WholePounds_RoundsDownOnceAReceipt()
    {
        var answer = await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 199, 199, 3));

        answer.Entry.Points.ShouldBe(4);
        answer.Entry.PointsEarned.AppliedRules.ShouldHaveSingleItem().RuleId.ShouldBe("base");
        answer.Entry.PointsEarned.EligibleAmountMinor.ShouldBe(401);
        answer.Balance.ShouldBe(new Balance { AvailablePoints = 4 });
        answer.Entry.BalanceAfter.ShouldBe(answer.Balance);
        answer.Revision.ShouldBe(2);
        answer.Replayed.ShouldBeFalse();
        answer.Entry.RequestId.ShouldBe("r1");
        answer.Entry.Context.StoreId.ShouldBe("S001");
        answer.Entry.ProgramVersion.ShouldBe(1);
        answer.Entry.OccurTime.ShouldBe(Requests.Now);
        answer.Entry.RecordTime.ShouldBe(Requests.Now);
    }

    [Fact]
    public async Task EarnPoints_WorthNothing_IsRecorded()
    {
        var answer = await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 99));

        answer.Entry.Points.ShouldBe(0);
        (await _engine.Members.ListEntriesAsync(Requests.List())).Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task EarnPoints_SameRequestAgain_GivesTheFirstAnswerAgain()
    {
        var first = await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1000));
        await _engine.Till.EarnPointsAsync(Requests.Earn("r2", 500));

        var again = await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1000));

        again.Replayed.ShouldBeTrue();
        again.Replayed = false;
        again.ShouldBe(first);
        (await _engine.Till.GetBalanceAsync(Requests.Balance())).Balance.AvailablePoints.ShouldBe(15);
    }

    [Fact]
    public async Task EarnPoints_SameIdOtherContent_IsRefusedAndChangesNothing()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1000));

        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1001))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        await _engine.Till.BurnPointsAsync(Requests.Burn("r1", 100))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);

        (await _engine.Till.GetBalanceAsync(Requests.Balance())).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task EarnPoints_UnknownMemberOrProgram_IsNotFound()
    {
        var stranger = Requests.Earn("r1", 100);
        stranger.MemberId = "nobody";
        await _engine.Till.EarnPointsAsync(stranger)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);

        var elsewhere = Requests.Earn("r1", 100);
        elsewhere.ProgramId = "other";
        await _engine.Till.EarnPointsAsync(elsewhere)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.ProgramUnknown);
    }

    [Fact]
    public async Task EarnPoints_OccurTimeOutOfBounds_IsRefused()
    {
        var ahead = Requests.Earn("r1", 100);
        ahead.OccurTime = Requests.Now + Duration.FromTimeSpan(TimeSpan.FromSeconds(301));
        await _engine.Till.EarnPointsAsync(ahead)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.OccurTimeAhead);

        ahead.OccurTime = Requests.Now + Duration.FromTimeSpan(TimeSpan.FromSeconds(300));
        await _engine.Till.EarnPointsAsync(ahead);

        var early = Requests.Earn("r2", 100);
        early.OccurTime = Timestamp.FromDateTimeOffset(new(2008, 12, 31, 23, 59, 59, TimeSpan.Zero));
        await _engine.Till.EarnPointsAsync(early)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.OccurTimeBeforeProgram);
    }

    [Fact]
    public async Task EarnPoints_OtherCurrency_IsRefused()
    {
        var request = Requests.Earn("r1", 100);
        request.Basket.CurrencyCode = "EUR";

        var status = await _engine.Till.EarnPointsAsync(request)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.CurrencyUnsupported);

        status.Fact("program_currency_code").ShouldBe("GBP");
    }

    [Fact]
    public async Task EarnPoints_IllFormed_NamesEveryField()
    {
        var request = new EarnPointsRequest
        {
            ProgramId = "Not Lower",
            MemberId = new string('m', 65),
            RequestId = "",
            Context = new TillContext { StoreId = "no blanks" },
            Basket = new Basket { CurrencyCode = "pounds" },
        };
        request.Basket.Lines.Add(new BasketLine { Sku = "", AmountMinor = -1, Quantity = "1.2345" });
        request.Basket.Lines.Add(new BasketLine { Sku = "a\n", AmountMinor = 1_000_000_000_001, Quantity = "0" });

        await _engine.Till.EarnPointsAsync(request).ShouldNameFieldsAsync(
            "program_id",
            "member_id",
            "request_id",
            "occur_time",
            "context.store_id",
            "basket.currency_code",
            "basket.lines[0].sku",
            "basket.lines[0].amount_minor",
            "basket.lines[0].quantity",
            "basket.lines[1].sku",
            "basket.lines[1].amount_minor",
            "basket.lines[1].quantity");
    }

    [Fact]
    public async Task EarnPoints_LinesOutOfBounds_IsRefused()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1")).ShouldNameFieldsAsync("basket.lines");
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", new long[1_001])).ShouldNameFieldsAsync("basket.lines");
        (await _engine.Till.EarnPointsAsync(Requests.Earn("r1", new long[1_000]))).Entry.Points.ShouldBe(0);

        var twice = Requests.Earn("r2", 1, 2);
        twice.Basket.Lines[0].LineId = "2";
        await _engine.Till.EarnPointsAsync(twice).ShouldNameFieldsAsync("basket.lines[1].line_id");
    }

    [Fact]
    public async Task EarnPoints_RevisionMoved_IsAborted()
    {
        var request = Requests.Earn("r1", 100);
        request.ExpectedRevision = 7;
        await _engine.Till.EarnPointsAsync(request).ShouldBeRefusedAsync(StatusCode.Aborted, ErrorReason.RevisionMoved);

        request.ExpectedRevision = 1;
        (await _engine.Till.EarnPointsAsync(request)).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task EarnPoints_MoreThanTheLedgerHolds_IsOutOfRange()
    {
        var amounts = Enumerable.Repeat(1_000_000_000_000L, 1_000).ToArray();

        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", amounts))
            .ShouldBeRefusedAsync(StatusCode.OutOfRange, ErrorReason.PointsOverflow);

        (await _engine.Till.GetBalanceAsync(Requests.Balance())).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task BurnPoints_Covered_PaysByTheProgramsRate()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 50_000));

        var answer = await _engine.Till.BurnPointsAsync(Requests.Burn("r2", 300));

        answer.Value.ShouldBe(new Money { CurrencyCode = "GBP", AmountMinor = 300 });
        answer.Entry.Points.ShouldBe(-300);
        answer.Entry.PointsBurned.BurnedPoints.ShouldBe(300);
        answer.Balance.AvailablePoints.ShouldBe(200);
    }

    [Fact]
    public async Task BurnPoints_AgainstTheProgram_IsRefused()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 20_000));

        await _engine.Till.BurnPointsAsync(Requests.Burn("r2", 50))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.BurnBelowMinimum);
        await _engine.Till.BurnPointsAsync(Requests.Burn("r3", 101))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.BurnOffStep);
        var status = await _engine.Till.BurnPointsAsync(Requests.Burn("r4", 300))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.InsufficientPoints);
        status.Fact("available_points").ShouldBe("200");
        await _engine.Till.BurnPointsAsync(Requests.Burn("r5", 0)).ShouldNameFieldsAsync("points");
    }

    [Fact]
    public async Task BurnPoints_RefusedThenCovered_IsDecidedAfresh()
    {
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 100))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.InsufficientPoints);
        await _engine.Till.EarnPointsAsync(Requests.Earn("earn", 10_000));

        (await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 100))).Balance.AvailablePoints.ShouldBe(0);
    }

    [Fact]
    public async Task ReturnPurchase_MoreThanIsLeft_BecomesDebtThatTheNextEarnRepays()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1_000));

        var returned = await _engine.Till.ReturnPurchaseAsync(Requests.Return("r2", 1_599));
        returned.Entry.Points.ShouldBe(-15);
        returned.Balance.ShouldBe(new Balance { DebtPoints = 5 });
        returned.Entry.PurchaseReturned.DebtAddedPoints.ShouldBe(5);

        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("r3", 800));
        earned.Balance.ShouldBe(new Balance { AvailablePoints = 3 });
        earned.Entry.PointsEarned.DebtRepaidPoints.ShouldBe(5);
    }

    [Fact]
    public async Task ReversePoints_OfEarnAndBurn_RestoresTheBalance()
    {
        var earn = await _engine.Till.EarnPointsAsync(Requests.Earn("earn", 50_000));
        await _engine.Till.BurnPointsAsync(Requests.Burn("burn", 200));

        var burnUndone = await _engine.Till.ReversePointsAsync(Requests.Reverse("undo-burn", "burn"));
        burnUndone.Balance.AvailablePoints.ShouldBe(500);

        var byEntry = Requests.Reverse("undo-earn", "");
        byEntry.EntryId = earn.Entry.EntryId;
        var earnUndone = await _engine.Till.ReversePointsAsync(byEntry);
        earnUndone.Balance.ShouldBe(new Balance());
        earnUndone.Entry.PointsReversed.ReversedEntryId.ShouldBe(earn.Entry.EntryId);

        await _engine.Till.ReversePointsAsync(Requests.Reverse("again", "earn"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EntryAlreadyReversed);
        await _engine.Till.ReversePointsAsync(Requests.Reverse("of-undo", "undo-earn"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.EntryNotReversible);
        await _engine.Till.ReversePointsAsync(Requests.Reverse("of-nothing", "never"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.EntryUnknown);
        byEntry.RequestId = "nonsense";
        byEntry.EntryId = "12";
        await _engine.Till.ReversePointsAsync(byEntry).ShouldNameFieldsAsync("entry_id");
    }

    [Fact]
    public async Task CancelRequest_BeforeItArrives_MakesItsAbsenceFinal()
    {
        (await _engine.Till.GetOutcomeAsync(Requests.Outcome("r1"))).Outcome.ShouldBe(Outcome.Absent);

        (await _engine.Till.CancelRequestAsync(Requests.Cancel("r1"))).Outcome.ShouldBe(Outcome.Cancelled);

        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1_000))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.RequestCancelled);
        var again = await _engine.Till.CancelRequestAsync(Requests.Cancel("r1"));
        again.Outcome.ShouldBe(Outcome.Cancelled);
        again.Replayed.ShouldBeTrue();
        (await _engine.Till.GetOutcomeAsync(Requests.Outcome("r1"))).Outcome.ShouldBe(Outcome.Cancelled);
    }

    [Fact]
    public async Task CancelRequest_AfterItTookEffect_TellsSoAndChangesNothing()
    {
        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 1_000));

        var cancel = await _engine.Till.CancelRequestAsync(Requests.Cancel("r1"));

        cancel.Outcome.ShouldBe(Outcome.Accepted);
        cancel.Entry.ShouldBe(earned.Entry);
        (await _engine.Till.GetOutcomeAsync(Requests.Outcome("r1"))).Entry.ShouldBe(earned.Entry);
    }

    [Fact]
    public async Task CancelRequest_OfAMemberNotYetEnrolled_HoldsAfterTheEnrolment()
    {
        var cancel = Requests.Cancel("r1");
        cancel.MemberId = "later";
        (await _engine.Till.CancelRequestAsync(cancel)).Outcome.ShouldBe(Outcome.Cancelled);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol("later"));

        var earn = Requests.Earn("r1", 1_000);
        earn.MemberId = "later";
        await _engine.Till.EarnPointsAsync(earn)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.RequestCancelled);
    }

    [Fact]
    public async Task GetBalance_UnknownMember_IsNotFoundAndHoldsNothing()
    {
        await _engine.Till.GetBalanceAsync(Requests.Balance("nobody"))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);
        await _engine.Till.GetBalanceAsync(new GetBalanceRequest()).ShouldNameFieldsAsync("program_id", "member_id");
    }

    [Fact]
    public async Task EarnPoints_ManyAtOnceOnOneMember_AllAreServedInOneOrder()
    {
        var calls = Enumerable.Range(0, 300).Select(i => _engine.Till.EarnPointsAsync(Requests.Earn($"r{i}", 100))
            .ResponseAsync);
        var answers = await Task.WhenAll(calls);

        answers.Select(answer => answer.Revision).Order().ShouldBe(Enumerable.Range(2, 300).Select(i => (long)i));
        answers.Max(answer => answer.Balance.AvailablePoints).ShouldBe(300);
    }
}
