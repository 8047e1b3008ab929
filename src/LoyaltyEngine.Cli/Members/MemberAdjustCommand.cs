using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member adjust MEMBER POINTS --reason CODE</c></summary>
internal static class MemberAdjustCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var points = new Argument<long>("POINTS") { Description = "The points to give, or to take: -50." };
        var reason = DeskOptions.Reason();
        var note = new Option<string>("--note")
        {
            Description = "Why, in words; kept sealed.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var requestId = DeskOptions.RequestId("adjustment");
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("adjust", "Gives or takes points by hand, within the program's limits.")
        {
            member, points, reason, note, requestId, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new AdjustPointsRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                RequestId = parsed.GetRequiredValue(requestId),
                OccurTime = Timestamp.FromDateTimeOffset(terminal.Time.GetUtcNow()),
                Points = parsed.GetRequiredValue(points),
                ReasonCode = parsed.GetRequiredValue(reason),
                Note = parsed.GetRequiredValue(note),
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.AdjustPointsAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            await terminal.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Adjusted by {answer.Entry.Points:+#,0;-#,0;0} with entry {answer.Entry.EntryId}: "
                + $"available {answer.Balance.AvailablePoints:N0}, debt {answer.Balance.DebtPoints:N0}."));
            return ExitCode.Ok;
        });
        return command;
    }
}
