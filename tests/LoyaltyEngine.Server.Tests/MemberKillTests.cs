using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>
/// Kills the real server while desks move cards from member to member and erase some of them: no card has two members,
/// what was answered stands, and who was erased is.
/// </summary>
public sealed class MemberKillTests(ITestOutputHelper output)
{
    private const int DeskCount = 8;
    private const int MemberCount = 6;
    private const int CardCount = 4;
    private const int Rounds = 4;

    private static readonly Timestamp OccurTime = Timestamp.FromDateTimeOffset(new(2026, 1, 2, 12, 0, 0,
        TimeSpan.Zero));

    private readonly ConcurrentQueue<(object Request, Entry Entry)> _answered = new();
    private readonly ConcurrentDictionary<string, bool> _erased = new();

    [Fact]
    public async Task KillNine_WhileCardsMove_LeavesEachCardWithOneMember()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(folder.Path);
            for (var member = 0; member < MemberCount; member++)
                await EnrolAsync(server, $"m{member}");
            await EnrolAsync(server, $"erased-{round}");
            await CheckAsync(server, round);

            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var target = _answered.Count + random.Next(30, 120);
            var desks = Enumerable.Range(0, DeskCount)
                .Select(desk => DeskAsync(server, round, desk, new Random(seed + desk), target, enough))
                .ToList();
            await enough.Task;
            await server.KillAsync();
            await Task.WhenAll(desks);
        }

        await using (var server = await ServerProcess.StartAsync(folder.Path))
            await CheckAsync(server, Rounds);

        var verified = await ProcessRun.RunAsync("dotnet", Repository.CliProgram, "verify", folder.Path);
        verified.ExitCode.ShouldBe(0, verified.Output + verified.Errors);
        _erased.ShouldNotBeEmpty();
        output.WriteLine($"{Rounds} kills, {_answered.Count} changes answered, {_erased.Count} members erased");
    }

    private static async Task EnrolAsync(ServerProcess server, string member)
    {
        var request = Requests.Enrol(member);
        request.PersonalData = new PersonalData { GivenName = $"Name of {member}" };
        await server.Members.EnrolMemberAsync(request);
    }

    private static Identifier Card(int number) => new() { Kind = "card", Value = $"card {number}" };

    // One change after the other until the server is gone.
    private async Task DeskAsync(
        ServerProcess server, int round, int desk, Random random, int target, TaskCompletionSource enough)
    {
        for (var i = 0; ; i++)
        {
            var member = random.Next(8) == 0 ? $"erased-{round}" : $"m{random.Next(MemberCount)}";
            var (card, id) = (Card(random.Next(CardCount)), $"r{round}-{desk}-{i}");
            try
            {
                await ChangeAsync(server, member, id, card, random);
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound or StatusCode.AlreadyExists
                or StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.ResourceExhausted)
            {
                // Another desk was faster.
            }
            catch (RpcException failure)
            {
                enough.TrySetException(failure);
                return;
            }

            if (_answered.Count >= target)
                enough.TrySetResult();
        }
    }

    private async Task ChangeAsync(ServerProcess server, string member, string id, Identifier card, Random random)
    {
        var kind = random.Next(100);
        if (kind < 60)
        {
            var add = new AddIdentifierRequest
            {
                ProgramId = Requests.Program,
                MemberId = member,
                RequestId = id,
                OccurTime = OccurTime,
                Identifier = card,
            };
            _answered.Enqueue((add, (await server.Members.AddIdentifierAsync(add)).Entry));
        }
        else if (kind < 90)
        {
            var remove = new RemoveIdentifierRequest
            {
                ProgramId = Requests.Program,
                MemberId = member,
                RequestId = id,
                OccurTime = OccurTime,
                Identifier = card,
            };
            _answered.Enqueue((remove, (await server.Members.RemoveIdentifierAsync(remove)).Entry));
        }
        else if (member.StartsWith("erased", StringComparison.Ordinal))
        {
            var erase = new EraseMemberRequest
            {
                ProgramId = Requests.Program, MemberId = member, RequestId = id, OccurTime = OccurTime,
            };
            _answered.Enqueue((erase, (await server.Members.EraseMemberAsync(erase)).Entry));
            _erased[member] = true;
        }
    }

    private async Task CheckAsync(ServerProcess server, int rounds)
    {
        foreach (var (request, entry) in _answered)
        {
            var again = request switch
            {
                AddIdentifierRequest add => (await server.Members.AddIdentifierAsync(add)).Entry,
                RemoveIdentifierRequest remove => (await server.Members.RemoveIdentifierAsync(remove)).Entry,
                _ => (await server.Members.EraseMemberAsync((EraseMemberRequest)request)).Entry,
            };
            again.ShouldBe(entry);
        }

        var holders = new Dictionary<string, string>();
        IEnumerable<string> members =
        [
            .. Enumerable.Range(0, MemberCount).Select(number => $"m{number}"),
            .. Enumerable.Range(0, rounds).Select(round => $"erased-{round}"),
        ];
        foreach (var memberId in members)
        {
            var member = (await server.Members.GetMemberAsync(
                new GetMemberRequest { ProgramId = Requests.Program, MemberId = memberId })).Member;
            foreach (var card in member.Identifiers)
                holders.TryAdd(card.Value, member.MemberId).ShouldBeTrue($"{card.Value} has two members");
            if (_erased.ContainsKey(member.MemberId))
                member.Status.ShouldBe(MemberStatus.Erased);
            (member.PersonalData is null).ShouldBe(member.Status == MemberStatus.Erased);
        }

        for (var number = 0; number < CardCount; number++)
        {
            var balance = new GetBalanceRequest { ProgramId = Requests.Program, MemberIdentifier = Card(number) };
            if (holders.ContainsKey(Card(number).Value))
            {
                var found = await server.Members.FindMemberAsync(
                    new FindMemberRequest { ProgramId = Requests.Program, Identifier = Card(number) });
                (found.State, found.Member.MemberId)
                    .ShouldBe((IdentifierState.Held, holders[Card(number).Value]));
                await server.Till.GetBalanceAsync(balance);
            }
            else
            {
                (await Should.ThrowAsync<RpcException>(server.Till.GetBalanceAsync(balance).ResponseAsync))
                    .StatusCode.ShouldBe(StatusCode.NotFound);
            }
        }
    }
}
