using System.Text.RegularExpressions;

namespace LoyaltyEngine.Server.Tests;

/// <summary>
/// Watches the real server's system calls: kill -9 proves nothing about flushes, since the page cache survives it.
/// </summary>
public sealed partial class FlushTests
{
    private const int EarnCount = 40;

    [Fact]
    public async Task EarnPoints_OneAtATime_EachAnswerHasAFlushOfItsOwnBeforeIt()
    {
        Assert.SkipUnless(await HasStraceAsync(), "strace is not installed");
        using var folder = new TemporaryFolder();
        var trace = folder.File("trace");
        await using (var server = await ServerProcess.StartAsync(
            folder.File("data"),
            "http://127.0.0.1:0",
            "strace", "-f", "-qq", "-s", "0", "-o", trace, "-e", "trace=fdatasync,fsync"))
        {
            await server.Members.EnrolMemberAsync(Requests.Enrol("m1"));
            var flushesBefore = CountFlushes(trace);
            for (var i = 1; i <= EarnCount; i++)
            {
                var answer = await server.Till.EarnPointsAsync(Requests.Earn("m1", $"r{i}", 100));

                answer.Revision.ShouldBe(i + 1);
                // The trace is written before the call returns to the server, so a flush that preceded the answer is in
                // it.
                (CountFlushes(trace) - flushesBefore).ShouldBeGreaterThanOrEqualTo(i);
            }
        }
    }

    [Fact]
    public async Task BurnPoints_RefusedOnADurableState_NeedsNoFlush()
    {
        Assert.SkipUnless(await HasStraceAsync(), "strace is not installed");
        using var folder = new TemporaryFolder();
        var trace = folder.File("trace");
        await using var server = await ServerProcess.StartAsync(
            folder.File("data"),
            "http://127.0.0.1:0",
            "strace", "-f", "-qq", "-s", "0", "-o", trace, "-e", "trace=fdatasync,fsync");
        await server.Members.EnrolMemberAsync(Requests.Enrol("m1"));
        var before = CountFlushes(trace);

        for (var i = 0; i < EarnCount; i++)
            await Should.ThrowAsync<Grpc.Core.RpcException>(server.Till.BurnPointsAsync(Requests.Burn("m1", $"b{i}",
                100)).ResponseAsync);
        for (var i = 0; i < EarnCount; i++)
            (await server.Till.GetBalanceAsync(Requests.Balance("m1"))).Revision.ShouldBe(1);

        CountFlushes(trace).ShouldBe(before);
    }

    private static int CountFlushes(string trace)
    {
        using var reader = new StreamReader(new FileStream(trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return CompletedFlush().Count(reader.ReadToEnd());
    }

    private static async Task<bool> HasStraceAsync()
    {
        try
        {
            return (await ProcessRun.RunAsync("strace", "-V")).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // "fdatasync(5) = 0", or its end where another thread's call came in between.
    [GeneratedRegex(@"(fdatasync|fsync)(\(\d+\)| resumed>\)?).*= 0", RegexOptions.CultureInvariant)]
    private static partial Regex CompletedFlush();
}
