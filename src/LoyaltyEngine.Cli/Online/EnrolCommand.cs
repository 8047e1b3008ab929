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
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var command = new Command("enrol", "Enrols a member.") { member, server, program };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new EnrolMemberRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                OccurTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server), programId, client => client.EnrolMemberAsync(request, cancellation));
            await terminal.Out.WriteLineAsync($"Enrolled {answer.Member.MemberId} in {answer.Member.ProgramId}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
