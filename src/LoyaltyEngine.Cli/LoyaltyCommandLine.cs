using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using LoyaltyEngine.Cli.Backups;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Members;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Cli.Programs;
using LoyaltyEngine.Cli.Replay;
using LoyaltyEngine.Cli.Sample;
using LoyaltyEngine.Cli.Verification;
using LoyaltyEngine.Client;

namespace LoyaltyEngine.Cli;

/// <summary>The command line of <c>loyalty</c>.</summary>
internal static class LoyaltyCommandLine
{
    /// <summary>
    /// Runs one command line and gives its exit code. Failures are told in a sentence on the error stream.
    /// </summary>
    public static async Task<int> RunAsync(
        string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var parsed = Build(terminal).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                await terminal.Error.WriteLineAsync(error.Message);
            await terminal.Error.WriteLineAsync($"See: {Invocation.Prefix} {PathOf(parsed)}--help");
            return ExitCode.Usage;
        }

        var surroundings = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await parsed.InvokeAsync(surroundings, cancellation);
        }
        catch (CommandFailedException failure)
        {
            await terminal.Error.WriteLineAsync(failure.Message);
        }
        catch (LoyaltyException failure)
        {
            await terminal.Error.WriteLineAsync(failure.Message);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Stopped.");
        }

        return ExitCode.Failure;
    }

    private static RootCommand Build(Terminal terminal) => new("Feeds, asks and checks a LoyaltyEngine.")
    {
        ReplayCommand.Create(terminal),
        SampleCommand.Create(terminal),
        InfoCommand.Create(terminal),
        BalanceCommand.Create(terminal),
        EntriesCommand.Create(terminal),
        QuoteCommand.Create(terminal),
        MemberCommand.Create(terminal),
        ProgramCommand.Create(terminal),
        VerifyCommand.Create(terminal, DataFolderCheck.RunAsync),
        BackupCommand.Create(terminal),
        RestoreCommand.Create(terminal),
        ArchiveCommand.Create(terminal),
        EnrolCommand.Create(terminal),
    };

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
            names.Insert(0, at.Command.Name);
        return string.Concat(names.Select(name => name + " "));
    }
}
