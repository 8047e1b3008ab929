using System.Text.RegularExpressions;

namespace LoyaltyEngine.Server.Tests;

/// <summary>The customer-care desk at its keyboard: the real command line against the real server.</summary>
public sealed partial class DeskTests
{
    [Fact]
    public async Task Desk_GrantsATierAndPreviewsOthers_AsTheMemberThenStands()
    {
        using var folder = new TemporaryFolder();
        var (program, other) = (folder.File("tiers.yaml"), folder.File("other.yaml"));
        const string tiers = """
            program: sample
            currency: GBP
            time_zone: Europe/London
            begins: 2009-01-01
            tiers:
              levels: [{ id: basic }, { id: gold, threshold: 500 }]
            earning:
              base: { points: 1, per: 1.00 }
            """;
        await File.WriteAllTextAsync(program, tiers);
        await File.WriteAllTextAsync(other, tiers.Replace("id: basic", "id: plain", StringComparison.Ordinal));
        await using var server = await ServerProcess.StartAsync(
            folder.File("data"), wrapper: ["env", $"Loyalty__Program={program}", "Loyalty__Journal=memory"]);
        await LoyaltyAsync(server, "enrol", "ada");
        await LoyaltyAsync(server, "enrol", "bob");

        (await LoyaltyAsync(
            server, "member", "grant-tier", "ada", "gold", "--until", "2100-01-01T00:00:00Z", "--reason", "care"))
            .ShouldBe("Granted gold with entry e2: the tier is gold until 2100-01-01 00:00 UTC.\n");
        var balance = await LoyaltyAsync(server, "balance", "ada");
        balance.ShouldContain("Tier                    gold\n  until     2100-01-01 00:00\n");
        (await LoyaltyAsync(server, "balance", "bob")).ShouldContain("Tier                   basic\n");
        (await LoyaltyAsync(server, "program", "preview-tiers", other, "--members")).ShouldBe(
            "bob: basic to plain\nOf 2 members, 1 would move.\n           1  basic to plain\n");
        (await LoyaltyAsync(server, "member", "grant-tier", "ada", "--reason", "care"))
            .ShouldBe("Withdrew the grant with entry e3: the tier is basic.\n");
        (await LoyaltyAsync(server, "member", "explain", "ada", "e2", "--why"))
            .ShouldStartWith("Tier gold was granted until 2100-01-01T00:00:00Z for care by anonymous.\n");

        var refused = await ProcessRun.RunAsync(
            "dotnet", Repository.CliProgram, "member", "grant-tier", "ada", "gold", "--reason", "care",
            "--server", server.GrpcUrl);
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldContain("--until says when the grant ends");
    }

    [Fact]
    public async Task Desk_AdjustsExplainsAndVerifies_AsTheFolderSaysAfterwards()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        string head;
        await using (var server = await ServerProcess.StartAsync(data))
        {
            await LoyaltyAsync(server, "enrol", "ada", "--identifier", "card=2600 1234", "--identifier", "app=a=b");
            (await LoyaltyAsync(server, "member", "find", "card", "2600 1234"))
                .ShouldBe("Member      ada\nIdentifier  held\nStatus      active\nAvailable   0\n");
            (await LoyaltyAsync(server, "member", "find", "app", "a=b")).ShouldStartWith("Member      ada\n");
            var nobody = await ProcessRun.RunAsync(
                "dotnet", Repository.CliProgram, "member", "find", "card", "2600 9999", "--server", server.GrpcUrl);
            nobody.ExitCode.ShouldBe(1);
            nobody.Errors.ShouldContain("Nobody has this identifier.");
            var given = await LoyaltyAsync(
                server, "member", "adjust", "ada", "500", "--reason", "goodwill", "--note", "parcel lost",
                "--request-id", "desk-1");
            given.ShouldBe("Adjusted by +500 with entry e2: available 500, debt 0.\n");
            (await LoyaltyAsync(server, "member", "adjust", "ada", "-88", "--reason", "data-error"))
                .ShouldBe("Adjusted by -88 with entry e3: available 412, debt 0.\n");
            (await LoyaltyAsync(
                server, "member", "adjust", "ada", "500", "--reason", "goodwill", "--note", "parcel lost",
                "--request-id", "desk-2")).ShouldContain("available 912");

            var explained = await LoyaltyAsync(server, "member", "explain", "ada");
            explained.ShouldStartWith("912 points: +912 points adjusted by hand.\n");
            explained.ShouldContain("  +1,000 points adjusted by hand goodwill, 2 entries, program version 1.\n");
            explained.ShouldContain("  412 left of 500 points adjusted by hand on ");
            (await LoyaltyAsync(server, "member", "explain", "ada", "e2")).ShouldContain("Note: parcel lost");
            (await LoyaltyAsync(server, "quote", "ada", "--amount-minor", "1299"))
                .ShouldContain("Would earn                            12\n");
            (await LoyaltyAsync(server, "quote", "ada", "--amount-minor", "1299", "--channel", "app", "--why"))
                .ShouldContain("Would earn                            12\n");

            var proof = await LoyaltyAsync(server, "member", "verify", "ada");
            proof.ShouldContain("Recomputed      available 912, ");
            proof.ShouldEndWith("Intact.\n");
            head = HeadHash().Match(proof).Groups[1].Value;
            (await LoyaltyAsync(server, "member", "verify", "ada")).ShouldContain(head);
            await server.StopAsync();
        }

        var verified = await ProcessRun.RunAsync("dotnet", Repository.CliProgram, "verify", data);
        verified.ExitCode.ShouldBe(0, verified.Errors);
        verified.Output.ShouldContain("  adjusted                       912\n");
        // The program, its listing, two identifiers, the enrolment and three adjustments.
        DayRoot().Matches(verified.Output).Sum(day => int.Parse(day.Groups[1].Value)).ShouldBe(8);

        await using var again = await ServerProcess.StartAsync(data);
        (await LoyaltyAsync(again, "member", "verify", "ada")).ShouldContain(head);
    }

    private static async Task<string> LoyaltyAsync(ServerProcess server, params string[] arguments)
    {
        var run = await ProcessRun.RunAsync(
            "dotnet", [Repository.CliProgram, .. arguments, "--server", server.GrpcUrl]);
        run.ExitCode.ShouldBe(0, run.Errors);
        return run.Output;
    }

    [GeneratedRegex("^Head hash +([0-9a-f]{64})$", RegexOptions.Multiline)]
    private static partial Regex HeadHash();

    [GeneratedRegex("^Day [0-9-]{10}  partition 0  entries ([0-9]+)  root [0-9a-f]{64}", RegexOptions.Multiline)]
    private static partial Regex DayRoot();
}
