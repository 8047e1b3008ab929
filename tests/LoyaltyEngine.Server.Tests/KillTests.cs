using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>Kills the real server at random points under load; what clients were told must stand.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int TillCount = 12;
    private const int MemberCount = 5;

    // More by LOYALTY_KILLS.
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("LOYALTY_KILLS"), out var kills) ? kills : 6;

    private readonly ConcurrentDictionary<(string Member, string Request), EarnPointsRequest> _sent = new();
    private readonly ConcurrentDictionary<(string Member, string Request), EarnPointsResponse> _acknowledged = new();

    [Fact]
    public async Task KillNine_UnderLoad_LosesAndDoublesNothing()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}, {Rounds} kills");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var acknowledgedBefore = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(folder.Path);
            for (var member = 0; member < MemberCount; member++)
                await server.Members.EnrolMemberAsync(Requests.Enrol($"m{member}"));
            await CheckAcknowledgedAsync(server, random);
            var target = _acknowledged.Count + random.Next(20, 400);
            await LoadUntilKilledAsync(server, round, target);
            _acknowledged.Count.ShouldBeGreaterThan(acknowledgedBefore);
            acknowledgedBefore = _acknowledged.Count;
        }

        await using (var server = await ServerProcess.StartAsync(folder.Path))
            await CheckAllAsync(server);

        var verified = await ProcessRun.RunAsync("dotnet", Repository.CliProgram, "verify", folder.Path);
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Errors);
        output.WriteLine(
            $"{Rounds} kills, {_sent.Count} requests sent, {_acknowledged.Count} acknowledged"
            + Environment.NewLine + verified.Output);
    }

    private async Task LoadUntilKilledAsync(ServerProcess server, int round, int target)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tills = Enumerable.Range(0, TillCount).Select(till => TillAsync(server, round, till, target, enough))
            .ToList();
        await enough.Task;
        await server.KillAsync();
        await Task.WhenAll(tills);
    }

    // Sends one request after the other until the server is gone.
    private async Task TillAsync(ServerProcess server, int round, int till, int target, TaskCompletionSource enough)
    {
        for (var i = 0; ; i++)
        {
            var member = $"m{(till + i) % MemberCount}";
            var request = Requests.Earn(member, $"r{round}-{till}-{i}", 100 * (1 + (i % 9)));
            _sent[(member, request.RequestId)] = request;
            try
            {
                _acknowledged[(member, request.RequestId)] = await server.Till.EarnPointsAsync(request);
            }
            catch (RpcException)
            {
                return;
            }

            if (_acknowledged.Count >= target)
                enough.TrySetResult();
        }
    }

    // I1 and I7 on a sample: what was acknowledged is there, and the same request gets the same answer.
    private async Task CheckAcknowledgedAsync(ServerProcess server, Random random)
    {
        var acknowledged = _acknowledged.ToArray();
        random.Shuffle(acknowledged);
        foreach (var (key, answer) in acknowledged.Take(50))
        {
            var again = await server.Till.EarnPointsAsync(_sent[key]);
            again.Replayed.ShouldBeTrue();
            again.Entry.ShouldBe(answer.Entry);
        }
    }

    // I1, I2 and I9 on everything: after a retry of all, each request is in the ledger exactly once.
    private async Task CheckAllAsync(ServerProcess server)
    {
        foreach (var (key, request) in _sent)
        {
            var outcome = await server.Till.GetOutcomeAsync(new GetOutcomeRequest
            {
                ProgramId = Requests.Program,
                MemberId = key.Member,
                RequestId = key.Request,
            });
            var again = await server.Till.EarnPointsAsync(request);
            again.Replayed.ShouldBe(outcome.Outcome == Outcome.Accepted);
            if (_acknowledged.TryGetValue(key, out var answer))
                again.Entry.ShouldBe(answer.Entry);
        }

        for (var member = 0; member < MemberCount; member++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"m{member}");
            var expected = _sent.Where(sent => sent.Key.Member == name)
                .Sum(sent => sent.Value.Basket.Lines[0].AmountMinor / 100);
            var balance = await server.Till.GetBalanceAsync(Requests.Balance(name));
            balance.Balance.AvailablePoints.ShouldBe(expected);
            balance.Revision.ShouldBe(1 + _sent.Keys.Count(key => key.Member == name));
        }
    }
}
