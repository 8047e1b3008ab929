using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member grant-tier MEMBER [TIER] --reason CODE</c></summary>
internal static class MemberGrantTierCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var tier = new Argument<string>("TIER")
        {
            Description = "The tier; left out, the grant is withdrawn.",
            DefaultValueFactory = _ => "",
        };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "When the grant ends, such as 2027-01-01T00:00:00Z. Required to grant a tier.",
            HelpName = "TIME",
        };
        var reason = DeskOptions.Reason();
        var matched = new Option<string>("--matches")
        {
            Description = "The program of others whose tier is matched.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "",
        };
        var requestId = DeskOptions.RequestId("grant");
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("grant-tier", "Grants a member a tier until a time, or withdraws the grant.")
        {
            member, tier, until, reason, matched, requestId, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var tierId = parsed.GetRequiredValue(tier);
            var endTime = parsed.GetValue(until);
            if (tierId.Length > 0 && endTime is null)
                throw new CommandFailedException("--until says when the grant ends, such as 2027-01-01T00:00:00Z.");
            var request = new GrantTierRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                RequestId = parsed.GetRequiredValue(requestId),
                OccurTime = Timestamp.FromDateTimeOffset(terminal.Time.GetUtcNow()),
                TierId = tierId,
                EndTime = endTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
                ReasonCode = parsed.GetRequiredValue(reason),
                MatchedProgram = parsed.GetRequiredValue(matched),
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.GrantTierAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            var standing = answer.Entry.Tier.Standing;
            var end = standing.EndTime is { } ends
                ? string.Create(CultureInfo.InvariantCulture, $" until {ends.ToDateTime():yyyy-MM-dd HH:mm} UTC")
                : "";
            await terminal.Out.WriteLineAsync(
                $"{(tierId.Length > 0 ? $"Granted {tierId}" : "Withdrew the grant")} with entry "
                + $"{answer.Entry.EntryId}: the tier is {standing.TierId}{end}.");
            return ExitCode.Ok;
        });
        return command;
    }
}
