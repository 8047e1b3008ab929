using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program publish FILE</c></summary>
internal static class PublishCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The program file (YAML)." };
        var server = ServerOptions.Server();
        var tenant = ServerOptions.Tenant();
        var effective = EffectiveOption();
        var request = RequestOption();
        var dry = new Option<bool>("--dry-run") { Description = "Tells what would change and publishes nothing." };
        var command = new Command(
            "publish", "Publishes a program file as the program's next version, and tells what changes for whom.")
        {
            file, server, tenant, effective, request, dry,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var loaded = ProgramCommand.LoadChecked(parsed.GetRequiredValue(file), terminal);
            if (loaded is not var (programId, yaml))
                return ExitCode.Failure;
            var at = parsed.GetRequiredValue(server);
            if (parsed.GetValue(dry))
            {
                var checkedProgram = await OnlineCall.RunAsync(
                    at,
                    programId,
                    client => client.ValidateProgramAsync(
                        new ValidateProgramRequest { ProgramId = programId, Yaml = yaml }, cancellation),
                    tenantId: parsed.GetRequiredValue(tenant));
                await terminal.Out.WriteLineAsync(checkedProgram.Changes.Count == 0
                    ? $"Nothing would change for the members of {programId}."
                    : $"Would change in {programId}:");
                ProgramText.Write(checkedProgram.Changes, terminal.Out);
                return ExitCode.Ok;
            }

            var wish = new PublishProgramRequest
            {
                ProgramId = programId,
                RequestId = parsed.GetValue(request) ?? "",
                Yaml = yaml,
                EffectiveTime = parsed.GetValue(effective) is { } time ? Timestamp.FromDateTimeOffset(time) : null,
            };
            var answer = await OnlineCall.RunAsync(
                at,
                programId,
                client => client.PublishProgramAsync(wish, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            await terminal.Out.WriteLineAsync(
                $"{(answer.Replayed ? "Had published" : "Published")} version {answer.Version.Version} of {programId}, "
                + $"in force from {ProgramText.Time(answer.Version.EffectiveTime)} UTC.");
            ProgramText.Write(answer.Changes, terminal.Out);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The option that names a request, so that it can be sent again.</summary>
    public static Option<string?> RequestOption() => new("--request-id")
    {
        Description = "Names the request, so that sending it again changes nothing; a new one where it is left out.",
        HelpName = "ID",
    };

    private static Option<DateTimeOffset?> EffectiveOption() => new("--effective")
    {
        Description = "From when on it decides, like 2026-12-24T00:00:00Z; as soon as may be where it is left out.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time)
                && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length))
            {
                return time;
            }

            result.AddError($"--effective {text} is no time with its offset, like 2026-12-24T00:00:00Z.");
            return null;
        },
    };
}
