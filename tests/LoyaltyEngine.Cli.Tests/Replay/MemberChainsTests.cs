using System.Collections.Concurrent;
using LoyaltyEngine.Cli.Replay;

namespace LoyaltyEngine.Cli.Tests.Replay;

public sealed class MemberChainsTests
{
    [Fact]
    public async Task RunAsync_ManyMembersSideBySide_KeepsEachMembersOrder()
    {
        using var chains = new MemberChains(window: 32);
        var done = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var random = new Random(1);

        for (var i = 0; i < 2_000; i++)
        {
            var (member, number, turns) = ($"m{random.Next(7)}", i, random.Next(5));
            await chains.RunAsync(
                member,
                async _ =>
                {
                    for (var turn = 0; turn < turns; turn++)
                        await Task.Yield();
                    done.GetOrAdd(member, _ => new()).Enqueue(number);
                },
                CancellationToken.None);
        }

        await chains.FinishAsync();
        done.Values.Sum(numbers => numbers.Count).ShouldBe(2_000);
        foreach (var numbers in done.Values)
            numbers.ShouldBe(numbers.Order());
    }

    [Fact]
    public async Task RunAsync_WindowFull_WaitsForAPlace()
    {
        using var chains = new MemberChains(window: 2);
        var gate = new TaskCompletionSource();
        await chains.RunAsync("a", _ => gate.Task, CancellationToken.None);
        await chains.RunAsync("a", _ => gate.Task, CancellationToken.None);

        var third = chains.RunAsync("b", _ => Task.CompletedTask, CancellationToken.None);

        third.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await third;
        await chains.FinishAsync();
    }

    [Fact]
    public async Task RunAsync_WorkFails_NothingOfThatMemberFollowsAndTheFailureIsTold()
    {
        using var chains = new MemberChains(window: 8);
        var gate = new TaskCompletionSource();
        var followed = false;
        await chains.RunAsync("a", _ => FailAfterAsync(gate.Task), CancellationToken.None);
        await chains.RunAsync("a", _ => Task.FromResult(followed = true), CancellationToken.None);
        await chains.RunAsync("b", stopped => Task.Delay(Timeout.Infinite, stopped), CancellationToken.None);

        gate.SetResult();

        (await Should.ThrowAsync<InvalidDataException>(chains.FinishAsync)).Message.ShouldBe("first");
        followed.ShouldBeFalse();
        await Should.ThrowAsync<OperationCanceledException>(
            () => chains.RunAsync("c", _ => Task.CompletedTask, CancellationToken.None));
    }

    private static async Task FailAfterAsync(Task gate)
    {
        await gate;
        throw new InvalidDataException("first");
    }
}
