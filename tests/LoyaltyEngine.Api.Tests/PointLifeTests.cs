using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Points that are pending, that expire, and what the till and the desk see of it.</summary>
public sealed class PointLifeTests : IAsyncLifetime
{
    // Requests.Now is noon of 22 November 2026 in London.
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        expiry: { months: 1, round_to: month }
        pending: { days: 14 }
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning: { points_per_unit: 100, minimum: 1, step: 1 }
        returns: { without_reference: take_back, shortfall: debt }
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program, clockJumpSeconds: 400 * 86_400);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task GetBalance_WithSchedule_SumsToTheBalance()
    {
        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        earned.Balance.ShouldBe(new Balance { PendingPoints = 100 });
        var (activates, expires) = (earned.Entry.PointsEarned.ActivateTime, earned.Entry.PointsEarned.ExpireTime);
        activates.ToDateTime().ShouldBe(new DateTime(2026, 12, 6, 0, 0, 0, DateTimeKind.Utc));
        expires.ToDateTime().ShouldBe(new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var pending = await BalanceAsync();
        pending.Schedule.ShouldHaveSingleItem().ShouldBe(
            new ScheduledPoints { ActivateTime = activates, ExpireTime = expires, Points = 100 });
        var refused = await Should.ThrowAsync<RpcException>(
            async () => await _engine.Till.BurnPointsAsync(Requests.Burn("b0", 1)));
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);

        _engine.Clock.SetUtcNow(activates.ToDateTimeOffset());
        var available = await BalanceAsync();
        available.Balance.ShouldBe(new Balance { AvailablePoints = 100 });
        available.Schedule.ShouldHaveSingleItem().ShouldBe(
            new ScheduledPoints { ExpireTime = expires, Points = 100 });
        available.UnscheduledPoints.ShouldBe(0);

        (await _engine.Till.BurnPointsAsync(Requests.Burn("b1", 30))).Balance.AvailablePoints.ShouldBe(70);
        _engine.Clock.SetUtcNow(expires.ToDateTimeOffset());
        var expired = await BalanceAsync();
        expired.Balance.ShouldBe(new Balance());
        expired.Schedule.ShouldBeEmpty();
    }

    [Fact]
    public async Task Entries_OfTime_AreListedAndExplained()
    {
        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("e1", 10_000));
        _engine.Clock.SetUtcNow(earned.Entry.PointsEarned.ExpireTime.ToDateTimeOffset());
        await BalanceAsync();

        var entries = (await _engine.Members.ListEntriesAsync(new ListEntriesRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
        })).Entries;
        entries.Select(entry => entry.ChangeCase).Take(2).ShouldBe(
            [Entry.ChangeOneofCase.PointsExpired, Entry.ChangeOneofCase.PointsActivated]);
        entries[0].PointsExpired.ExpiredPoints.ShouldBe(100);
        entries[0].OccurTime.ShouldBe(earned.Entry.PointsEarned.ExpireTime);
        entries[0].RequestId.ShouldBe("");
        entries[1].PointsActivated.ActivatedPoints.ShouldBe(100);
        entries[1].OccurTime.ShouldBe(earned.Entry.PointsEarned.ActivateTime);

        var explained = await _engine.Support.ExplainEntryAsync(new ExplainEntryRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            EntryId = entries[0].EntryId,
        });
        explained.Summary.ShouldBe("100 points expired, because their time had come.");
        var balance = await _engine.Support.ExplainBalanceAsync(new ExplainBalanceRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
        });
        balance.Parts.Select(part => (part.Kind, part.Points)).ShouldBe(
            [(BalancePartKind.Earned, 100), (BalancePartKind.Expired, -100)]);
    }

    [Fact]
    public async Task ReturnPurchase_OfASaleWhosePointsExpired_TakesOnlyWhatWasSpent()
    {
        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("sale", 10_000));
        _engine.Clock.SetUtcNow(earned.Entry.PointsEarned.ActivateTime.ToDateTimeOffset());
        await _engine.Till.BurnPointsAsync(Requests.Burn("b1", 30));
        _engine.Clock.SetUtcNow(earned.Entry.PointsEarned.ExpireTime.ToDateTimeOffset());

        var returned = await _engine.Till.ReturnPurchaseAsync(new ReturnPurchaseRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "r1",
            OccurTime = Requests.Now,
            SaleRequestId = "sale",
        });

        returned.Entry.PurchaseReturned.ClaimedPoints.ShouldBe(100);
        returned.Entry.PurchaseReturned.ExpiredPoints.ShouldBe(70);
        returned.Balance.ShouldBe(new Balance { DebtPoints = 30 });
    }

    [Fact]
    public async Task GetProgram_WithLife_IsThatOfTheFile()
    {
        var program = (await _engine.Programs.GetProgramAsync(
            new GetProgramRequest { ProgramId = Requests.Program })).Program;

        program.Expiry.ShouldBe(new ProgramExpiry { Months = 1, RoundTo = ExpiryRounding.Month });
        program.Pending.ShouldBe(new ProgramPending { Days = 14 });
    }

    private async Task<GetBalanceResponse> BalanceAsync() => await _engine.Till.GetBalanceAsync(
        new GetBalanceRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            IncludeSchedule = true,
        });
}
