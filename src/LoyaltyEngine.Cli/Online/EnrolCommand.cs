using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary><c>loyalty enrol MEMBER</c></summary>
internal static class EnrolCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id: 1 to 64 of A-Z a-z 0-9 . _ -" };
        var identifiers = new Option<string[]>("--identifier")
        {
            Description = "What the member is known by, as KIND=VALUE: card=2600123456789. May be given several times.",
            HelpName = "KIND=VALUE",
            DefaultValueFactory = _ => [],
        };
        identifiers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
                result.AddError($"--identifier {token.Value} is not KIND=VALUE.");
        });
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("enrol", "Enrols a member.")
        {
            member, identifiers, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new EnrolMemberRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                OccurTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            };
            foreach (var identifier in parsed.GetRequiredValue(identifiers))
            {
                var kindEnd = identifier.IndexOf('=', StringComparison.Ordinal);
                request.Identifiers.Add(new Identifier
                {
                    Kind = identifier[..kindEnd],
                    Value = identifier[(kindEnd + 1)..],
                });
            }

            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.EnrolMemberAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            await terminal.Out.WriteLineAsync($"Enrolled {answer.Member.MemberId} in {answer.Member.ProgramId}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
