using Grpc.Core;
using Grpc.Health.V1;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed class ServerServiceTests
{
    [Fact]
    public async Task GetServerInfo_AfterSomeTrade_TellsBooksThatBalance()
    {
        await using var engine = await RunningEngine.StartAsync();
        await engine.Members.EnrolMemberAsync(Requests.Enrol());
        await engine.Till.EarnPointsAsync(Requests.Earn("r1", 50_000));
        await engine.Till.BurnPointsAsync(Requests.Burn("r2", 200));
        await engine.Till.ReversePointsAsync(Requests.Reverse("r3", "r2"));
        await engine.Till.ReturnPurchaseAsync(Requests.Return("r4", 60_000));

        var info = await engine.Server.GetServerInfoAsync(new GetServerInfoRequest());

        info.Durability.ShouldBe(Durability.Memory);
        info.ClockSkewSeconds.ShouldBe(300);
        var program = info.Programs.ShouldHaveSingleItem();
        program.ProgramId.ShouldBe("sample");
        program.Totals.ShouldBe(new ProgramTotals
        {
            IssuedPoints = 500,
            RestoredPoints = 200,
            BurnedPoints = 200,
            ReversedPoints = 600,
            DebtPoints = 100,
            MemberCount = 1,
            EntryCount = 5,
        });
    }

    [Fact]
    public async Task Health_WhileServing_SaysSo()
    {
        await using var engine = await RunningEngine.StartAsync();

        (await engine.Health.CheckAsync(new HealthCheckRequest())).Status
            .ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"{engine.HttpUrl}/health"))).ShouldBe("""{"status":"SERVING"}""");
        (await http.GetStringAsync(new Uri($"{engine.HttpUrl}/info"))).ShouldContain("sample");
    }

    [Fact]
    public async Task EarnPoints_ByTheProgramsRules_NamesThePointsOfEach()
    {
        await using var engine = await RunningEngine.StartAsync("""
            program: sample
            name: Rules
            currency: GBP
            time_zone: Europe/London
            begins: 2009-01-01
            earning:
              base: { points: 1, per: 1.00, rounding: down }
              rules:
                - id: double-bakery
                  when: { category: [bakery] }
                  multiplier: 2
                - id: jam
                  when: { sku: [JAM-1], store: [S001] }
                  points: 50
                - id: elsewhere
                  when: { store: [S999] }
                  points: 7
              exclusions:
                - category: [tobacco]
            """);
        await engine.Members.EnrolMemberAsync(Requests.Enrol());
        var request = Requests.Earn("r1", 350, 250, 1_000);
        request.Basket.Lines[0].Categories.Add("bakery");
        request.Basket.Lines[1].Sku = "JAM-1";
        request.Basket.Lines[2].Categories.Add("tobacco");

        var answer = await engine.Till.EarnPointsAsync(request);

        answer.Entry.PointsEarned.EligibleAmountMinor.ShouldBe(600);
        answer.Entry.PointsEarned.AppliedRules.Select(rule => (rule.RuleId, rule.Points, rule.MatchedAmountMinor))
            .ShouldBe([("base", 6L, 600L), ("double-bakery", 3L, 350L), ("jam", 50L, 250L)]);
        answer.Entry.Points.ShouldBe(59);
        await engine.Till.BurnPointsAsync(Requests.Burn("r2", 10))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.BurnNotOffered);
    }

    [Fact]
    public async Task Restart_OnTheSameFolder_KnowsEverythingAgain()
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-api-tests-").FullName;
        try
        {
            EarnPointsResponse first;
            await using (var engine = await RunningEngine.StartAsync(dataFolder: folder))
            {
                var enrol = Requests.Enrol();
                enrol.PersonalData = new PersonalData { GivenName = "Ada" };
                await engine.Members.EnrolMemberAsync(enrol);
                first = await engine.Till.EarnPointsAsync(Requests.Earn("r0", 1_234));
                for (var i = 1; i <= 200; i++)
                    await engine.Till.EarnPointsAsync(Requests.Earn($"r{i}", 100));
            }

            await using (var engine = await RunningEngine.StartAsync(dataFolder: folder))
            {
                var again = await engine.Till.EarnPointsAsync(Requests.Earn("r0", 1_234));
                again.Replayed.ShouldBeTrue();
                again.Entry.ShouldBe(first.Entry);
                var balance = await engine.Till.GetBalanceAsync(Requests.Balance());
                balance.Balance.AvailablePoints.ShouldBe(212);
                balance.Revision.ShouldBe(202);
                var member = await engine.Members.GetMemberAsync(
                    new GetMemberRequest { ProgramId = Requests.Program, MemberId = Requests.Member });
                member.Member.PersonalData.GivenName.ShouldBe("Ada");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
