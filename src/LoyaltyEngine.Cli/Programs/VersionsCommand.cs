using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program versions</c></summary>
internal static class VersionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("versions", "Lists the versions of a program, the newest first.")
        {
            server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new ListProgramVersionsRequest { ProgramId = programId };
            do
            {
                var page = await OnlineCall.RunAsync(
                    parsed.GetRequiredValue(server),
                    programId,
                    client => client.ListProgramVersionsAsync(request, cancellation),
                    tenantId: parsed.GetRequiredValue(tenant));
                if (request.PageToken.Length == 0)
                    await terminal.Out.WriteLineAsync(ProgramText.VersionsHeader);
                foreach (var version in page.Versions)
                    await terminal.Out.WriteLineAsync(ProgramText.Of(version));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            return ExitCode.Ok;
        });
        return command;
    }
}
