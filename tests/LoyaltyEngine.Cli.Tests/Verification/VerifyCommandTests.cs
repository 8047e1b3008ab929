using System.Text.Json;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Verification;
using LoyaltyEngine.Runtime.Verification;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Cli.Tests.Verification;

public sealed class VerifyCommandTests
{
    private static readonly LedgerReport InOrder = new()
    {
        Records = 26_562,
        Streams = 4_372,
        Notes = ["a torn last batch was cut"],
        Programs = new Dictionary<string, ProgramTotals>
        {
            ["sample"] = new() { Issued = 12, Outstanding = 12, MemberCount = 1 },
        },
    };

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task Verify_FolderInOrder_PrintsTheTotals()
    {
        var exitCode = await VerifyAsync(() => InOrder);

        exitCode.ShouldBe(ExitCode.Ok);
        _out.ToString().ShouldContain("Records                       26,562");
        _out.ToString().ShouldContain("  issued                          12");
        _out.ToString().ShouldContain("Note: a torn last batch was cut");
        _out.ToString().ShouldContain("Every law holds.");
    }

    [Fact]
    public async Task Verify_Json_PrintsOneObject()
    {
        await VerifyAsync(() => InOrder, "--json");

        using var json = JsonDocument.Parse(_out.ToString());
        json.RootElement.GetProperty("records").GetInt64().ShouldBe(26_562);
        json.RootElement.GetProperty("programs").GetProperty("sample").GetProperty("issued").GetInt64().ShouldBe(12);
        json.RootElement.GetProperty("faults").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Verify_BrokenLaw_Gives1AndThePlace()
    {
        var exitCode = await VerifyAsync(
            () => InOrder with { Faults = [new LedgerFault("sample/17850 at 3", "The balance is not the sum.")] });

        exitCode.ShouldBe(ExitCode.Failure);
        _error.ToString().Trim().ShouldBe("sample/17850 at 3: The balance is not the sum.");
        _out.ToString().ShouldContain("Faults: 1.");
    }

    [Fact]
    public async Task Verify_CorruptLog_Gives1AndThePlace()
    {
        var failure = await Should.ThrowAsync<CommandFailedException>(
            () => VerifyAsync(() => throw new JournalCorruptException("segment 3, offset 4096")));

        failure.Message.ShouldEndWith("is corrupt: segment 3, offset 4096");
    }

    [Fact]
    public async Task Verify_FolderThatCannotBeRead_SaysSo()
    {
        var failure = await Should.ThrowAsync<CommandFailedException>(
            () => VerifyAsync(() => throw new IOException("the disk is gone")));

        failure.Message.ShouldEndWith("cannot be read: the disk is gone");
    }

    [Fact]
    public async Task Verify_FolderOfARunningEngine_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-cli-");
        var options = new EmbeddedJournalOptions { Directory = Path.Combine(folder.FullName, "journal") };
        await using (EmbeddedJournal.Open(options))
        {
            var failure = await Should.ThrowAsync<CommandFailedException>(
                () => VerifyAsync(() =>
                    DataFolderCheck.RunAsync(folder.FullName, CancellationToken.None).GetAwaiter().GetResult()));

            failure.Message.ShouldContain($"is in use by process {Environment.ProcessId}");
            failure.Message.ShouldEndWith("Stop the engine first.");
        }

        folder.Delete(recursive: true);
    }

    private async Task<int> VerifyAsync(Func<LedgerReport> verify, params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-cli-");
        try
        {
            var command = VerifyCommand.Create(
                new Terminal(_out, _error, TimeProvider.System), (_, _) => Task.FromResult(verify()));
            return await command.Parse([folder.FullName, .. more])
                .InvokeAsync(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        finally
        {
            folder.Delete();
        }
    }
}
