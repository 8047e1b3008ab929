using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program export</c></summary>
internal static class ExportCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var version = ShowCommand.VersionOption();
        var file = new Option<string?>("--out")
        {
            Description = "The file to write; standard output where it is left out.",
            HelpName = "FILE",
        };
        var command = new Command("export", "Writes a version of a program as a program file.")
        {
            server, program, tenant, version, file,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.GetProgramAsync(
                    new GetProgramRequest { ProgramId = programId, Version = parsed.GetValue(version) }, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            if (parsed.GetValue(file) is not { } path)
            {
                await terminal.Out.WriteAsync(answer.Yaml);
                return ExitCode.Ok;
            }

            try
            {
                await File.WriteAllTextAsync(path, answer.Yaml, cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException($"{path} cannot be written: {failure.Message}", failure);
            }

            await terminal.Out.WriteLineAsync($"Wrote version {answer.Version.Version} of {programId} to {path}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
