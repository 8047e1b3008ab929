using System.Globalization;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Server.Tests;

/// <summary>A real server is backed up while it serves, and servers are started from what was restored.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Backup_OfALiveServer_IsRestoredVerifiedAndServed()
    {
        using var folder = new TemporaryFolder();
        var (data, backup, keys) = (folder.File("data"), folder.File("backup"), folder.File("backup-keys"));
        string early;
        await using (var server = await ServerProcess.StartAsync(data))
        {
            var enrol = Requests.Enrol("ada");
            enrol.PersonalData = new PersonalData { GivenName = "Ada" };
            await server.Members.EnrolMemberAsync(enrol);
            for (var i = 0; i < 50; i++)
                await server.Till.EarnPointsAsync(Requests.Earn("ada", $"early-{i}", 100));
            var last = await server.Till.EarnPointsAsync(Requests.Earn("ada", "early-last", 100));
            early = last.Entry.RecordTime.ToDateTime()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
            await CliAsync("backup", data, "--to", backup, "--keys", keys);

            for (var i = 0; i < 50; i++)
                await server.Till.EarnPointsAsync(Requests.Earn("ada", $"late-{i}", 200));
            (await CliAsync("backup", data, "--to", backup, "--keys", keys)).ShouldContain("Keys copied");
            await server.Till.EarnPointsAsync(Requests.Earn("ada", "lost", 100));
            await server.KillAsync();
        }

        (await CliAsync("verify", backup)).ShouldContain("Every law holds.");
        await ShouldServeAsync(folder.File("whole"), 151, "Ada", "--keys", keys);
        await ShouldServeAsync(folder.File("then"), 51, "Ada", "--keys", keys, "--until", early);
        await ShouldServeAsync(folder.File("bare"), 151, "");

        async Task ShouldServeAsync(string to, long points, string givenName, params string[] options)
        {
            await CliAsync(["restore", backup, "--to", to, .. options]);
            (await CliAsync("verify", to)).ShouldContain("Every law holds.");
            await using var server = await ServerProcess.StartAsync(to);
            (await server.Till.GetBalanceAsync(Requests.Balance("ada"))).Balance.AvailablePoints.ShouldBe(points);
            (await server.Till.EarnPointsAsync(Requests.Earn("ada", "early-7", 100))).Replayed.ShouldBeTrue();
            (await server.Till.EarnPointsAsync(Requests.Earn("ada", "lost", 100))).Replayed.ShouldBeFalse();
            var member = await server.Members.GetMemberAsync(
                new GetMemberRequest { ProgramId = Requests.Program, MemberId = "ada" });
            (member.Member.PersonalData?.GivenName ?? "").ShouldBe(givenName);
            (await server.StopAsync()).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Backup_AskedForTheImpossible_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var run = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "backup", folder.Path, "--to", folder.File("b"), "--keys",
            folder.File("b/keys"));
        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("outside of --to");
        run = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "restore", folder.File("b"), "--to", folder.File("c"));
        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("There is no folder");
        run = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "restore", folder.File("b"), "--to", folder.File("c"), "--until", "noon");
        run.ExitCode.ShouldBe(2);
    }

    private static async Task<string> CliAsync(params string[] arguments)
    {
        var run = await ProcessRun.RunAsync("dotnet", [Repository.CliProgram, .. arguments]);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        return run.Output;
    }
}
