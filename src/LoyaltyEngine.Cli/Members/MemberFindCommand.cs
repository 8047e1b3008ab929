using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member find KIND VALUE</c></summary>
internal static class MemberFindCommand
{
    public static Command Create(Terminal terminal)
    {
        var kind = new Argument<string>("KIND") { Description = "The kind of identifier: card, phone, email." };
        var value = new Argument<string>("VALUE") { Description = "The identifier, in any spelling of its kind." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("find", "Finds a member by an identifier.") { kind, value, server, program, tenant };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new FindMemberRequest
            {
                ProgramId = programId,
                Identifier = new Identifier
                {
                    Kind = parsed.GetRequiredValue(kind),
                    Value = parsed.GetRequiredValue(value),
                },
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.FindMemberAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));

            Row("Member", answer.Member.MemberId);
            Row("Identifier", WordOf(answer.State));
            Row("Status", WordOf(answer.Member.Status));
            Row("Available", answer.Member.Balance.AvailablePoints.ToString("N0", CultureInfo.InvariantCulture));
            return ExitCode.Ok;
        });
        return command;

        void Row(string name, string value) => terminal.Out.WriteLine($"{name,-12}{value}");
    }

    private static string WordOf(Enum value) => value.ToString().ToLowerInvariant();
}
