using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member write-off MEMBER [POINTS] --reason CODE</c></summary>
internal static class MemberWriteOffCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var points = new Argument<long>("POINTS")
        {
            Description = "The points that nobody is to owe any more; left out, all that the member owes.",
            DefaultValueFactory = _ => 0,
        };
        var reason = DeskOptions.Reason();
        var requestId = DeskOptions.RequestId("write-off");
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("write-off", "Writes a member's debt off, the oldest first.")
        {
            member, points, reason, requestId, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new WriteOffDebtRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                RequestId = parsed.GetRequiredValue(requestId),
                OccurTime = Timestamp.FromDateTimeOffset(terminal.Time.GetUtcNow()),
                Points = parsed.GetRequiredValue(points),
                ReasonCode = parsed.GetRequiredValue(reason),
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.WriteOffDebtAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            await terminal.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Wrote off {answer.Entry.Points:N0} with entry {answer.Entry.EntryId}: "
                + $"available {answer.Balance.AvailablePoints:N0}, debt {answer.Balance.DebtPoints:N0}."));
            return ExitCode.Ok;
        });
        return command;
    }
}
