using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Debts as the API shows them, and how they are written off.</summary>
public sealed class DebtTests : IAsyncLifetime
{
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        adjustments:
          maximum: 500
          daily_maximum: 800
          reasons: [goodwill, mistake]
          shortfall: debt
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GetBalance_MemberInDebt_ListsTheDebtsOldestFirst()
    {
        var first = await OweAsync("a1", 30);
        var second = await OweAsync("a2", 12);

        var answer = await BalanceAsync();

        answer.Balance.DebtPoints.ShouldBe(42);
        answer.Debts.ShouldBe(
        [
            new Debt { EntryId = first.EntryId, Points = 30, SinceTime = first.RecordTime },
            new Debt { EntryId = second.EntryId, Points = 12, SinceTime = second.RecordTime },
        ]);
        (await _engine.Till.GetBalanceAsync(new GetBalanceRequest { ProgramId = "sample", MemberId = Requests.Member }))
            .Debts.ShouldBeEmpty();
    }

    [Fact]
    public async Task WriteOffDebt_OfPart_TakesTheOldestAndIsExplained()
    {
        await OweAsync("a1", 30);
        var second = await OweAsync("a2", 12);

        var answer = await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 35));

        (answer.Entry.Points, answer.Entry.DebtWrittenOff.ReasonCode, answer.Revision).ShouldBe((35, "goodwill", 4));
        answer.Balance.ShouldBe(new Balance { DebtPoints = 7 });
        var left = (await BalanceAsync()).Debts.ShouldHaveSingleItem();
        (left.EntryId, left.Points).ShouldBe((second.EntryId, 7));
        (await _engine.Support.ExplainEntryAsync(Requests.Explain("w1"))).Summary
            .ShouldBe("35 points of debt written off for goodwill by anonymous.");
        var explained = await _engine.Support.ExplainBalanceAsync(
            new ExplainBalanceRequest { ProgramId = "sample", MemberId = Requests.Member });
        var part = explained.Parts.Where(part => part.Kind == BalancePartKind.WrittenOff).ShouldHaveSingleItem();
        (part.Points, part.ReasonCode).ShouldBe((35, "goodwill"));
        explained.Parts.Sum(part => part.Points).ShouldBe(-7);
    }

    [Fact]
    public async Task WriteOffDebt_Books_HaveALineForIt()
    {
        await OweAsync("a1", 30);
        await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 0));

        var info = await _engine.Server.GetServerInfoAsync(new GetServerInfoRequest());

        var totals = info.Programs.ShouldHaveSingleItem().Totals;
        (totals.WrittenOffPoints, totals.DebtPoints, totals.AdjustedPoints).ShouldBe((-30, 0, -30));
    }

    [Fact]
    public async Task WriteOffDebt_SameRequestAgain_GivesTheFirstAnswerAgain()
    {
        await OweAsync("a1", 30);
        var first = await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 10));

        var again = await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 10));

        again.Replayed.ShouldBeTrue();
        again.Replayed = false;
        again.ShouldBe(first);
        foreach (var other in (WriteOffDebtRequest[])
            [Requests.WriteOff("w1", 11), Requests.WriteOff("w1", 10, "mistake"), Requests.WriteOff("w1", 0)])
        {
            await _engine.Support.WriteOffDebtAsync(other)
                .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
        }
    }

    [Fact]
    public async Task WriteOffDebt_OfMoreThanIsOwed_IsRefused()
    {
        await OweAsync("a1", 30);

        await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 31))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.WriteOffExceedsDebt);
        await _engine.Support.WriteOffDebtAsync(Requests.WriteOff("w1", 3, "other"))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.AdjustmentReasonUnknown);
    }

    [Fact]
    public async Task WriteOffDebt_IllFormed_NamesEveryField()
    {
        var request = new WriteOffDebtRequest
        {
            ProgramId = "sample",
            MemberId = "a b",
            Points = -1,
            ReasonCode = "Good Will",
            ExpectedRevision = -1,
        };

        await _engine.Support.WriteOffDebtAsync(request).ShouldNameFieldsAsync(
            "member_id", "request_id", "expected_revision", "occur_time", "points", "reason_code");
    }

    private async Task<Entry> OweAsync(string requestId, long points) =>
        (await _engine.Support.AdjustPointsAsync(Requests.Adjust(requestId, -points))).Entry;

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest { ProgramId = "sample", MemberId = Requests.Member, IncludeSchedule = true });
}
