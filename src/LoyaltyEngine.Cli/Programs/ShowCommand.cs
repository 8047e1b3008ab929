using System.CommandLine;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program show</c></summary>
internal static class ShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var version = VersionOption();
        var command = new Command("show", "Tells of a version of a program: when it decides and what it declares.")
        {
            server, program, tenant, version,
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
            var shown = answer.Version;
            Row("Program", shown.DisplayName.Length == 0 ? programId : $"{programId}: {shown.DisplayName}");
            Row("Version", $"{shown.Version}, {ProgramText.StateOf(shown)}");
            Row("Effective", $"{ProgramText.Time(shown.EffectiveTime)} UTC");
            Row("Published", $"{ProgramText.Time(shown.RecordTime)} UTC by {shown.Principal} {shown.RequestId}".Trim());
            if (shown.RetireTime is not null)
                Row("Retired", $"{ProgramText.Time(shown.RetireTime)} UTC");
            await terminal.Out.WriteLineAsync();
            await terminal.Out.WriteAsync(answer.Yaml);
            if (!answer.Yaml.EndsWith('\n'))
                await terminal.Out.WriteLineAsync();
            return ExitCode.Ok;
        });
        return command;

        void Row(string name, string value) => terminal.Out.WriteLine($"{name,-12}{value}");
    }

    /// <summary>The option that names a version.</summary>
    public static Option<long> VersionOption() => new("--version")
    {
        Description = "The version's number; the one in force now where it is left out.",
        HelpName = "N",
    };
}
