using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program retire VERSION</c></summary>
internal static class RetireCommand
{
    public static Command Create(Terminal terminal)
    {
        var version = new Argument<long>("VERSION") { Description = "The version's number." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var request = PublishCommand.RequestOption();
        var command = new Command("retire", "Retires a version of a program before it takes effect.")
        {
            version, server, program, tenant, request,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var wish = new RetireProgramVersionRequest
            {
                ProgramId = programId,
                RequestId = parsed.GetValue(request) ?? "",
                Version = parsed.GetRequiredValue(version),
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.RetireProgramVersionAsync(wish, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            await terminal.Out.WriteLineAsync(
                $"{(answer.Replayed ? "Had retired" : "Retired")} version {answer.Version.Version} of {programId}.");
            ProgramText.Write(answer.Changes, terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }
}
