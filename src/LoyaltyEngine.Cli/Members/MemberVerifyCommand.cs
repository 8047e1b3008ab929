using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member verify MEMBER</c></summary>
internal static class MemberVerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command(
            "verify", "Has the engine recompute a member's hash chain and balance from the journal.")
        {
            member, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var memberId = parsed.GetRequiredValue(member);
            var request = new VerifyMemberRequest { ProgramId = programId, MemberId = memberId };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.VerifyMemberAsync(request, cancellation),
                OnlineCall.WholeHistoryTimeout,
                tenantId: parsed.GetRequiredValue(tenant));

            Row("Entries read", Number(answer.EntryCount));
            Row("Revision", Number(answer.Revision));
            Row("Head hash", answer.HeadHash);
            Row("Recomputed", Text(answer.RecomputedBalance));
            Row("Live", answer.LiveBalance is null ? "stopped" : Text(answer.LiveBalance));
            foreach (var fault in answer.Faults)
                await terminal.Error.WriteLineAsync($"{memberId}, revision {fault.Revision}: {fault.Message}");
            await terminal.Out.WriteLineAsync(answer.Intact ? "Intact." : $"Faults: {answer.Faults.Count}.");
            return answer.Intact ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;

        void Row(string name, string value) => terminal.Out.WriteLine($"{name,-16}{value}");
    }

    private static string Text(Balance balance) => $"available {Number(balance.AvailablePoints)}, "
        + $"pending {Number(balance.PendingPoints)}, reserved {Number(balance.ReservedPoints)}, "
        + $"debt {Number(balance.DebtPoints)}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
