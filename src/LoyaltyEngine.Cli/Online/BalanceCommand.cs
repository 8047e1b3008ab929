using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary><c>loyalty balance MEMBER</c></summary>
internal static class BalanceCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("balance", "Shows a member's points.") { member, server, program, tenant };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new GetBalanceRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                IncludeSchedule = true,
            };
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.GetBalanceAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));

            Row("Available", answer.Balance.AvailablePoints);
            Row("Pending", answer.Balance.PendingPoints);
            Row("Reserved", answer.Balance.ReservedPoints);
            Row("Debt", answer.Balance.DebtPoints);
            if (answer.Debts is [var oldest, ..])
                terminal.Out.WriteLine($"{"  since",-12}{oldest.SinceTime.ToDateTime(),16:yyyy-MM-dd HH:mm}");
            if (answer.Tier is { } tier)
                WriteTier(tier);
            Row("Revision", answer.Revision);
            return ExitCode.Ok;
        });
        return command;

        void WriteTier(TierStanding tier)
        {
            terminal.Out.WriteLine($"{"Tier",-12}{tier.TierId,16}");
            if (tier.EndTime is { } end)
                terminal.Out.WriteLine($"{"  until",-12}{end.ToDateTime(),16:yyyy-MM-dd HH:mm}");
            Row("  counted", tier.Count);
            if (tier.KeepCount > 0)
                Row("  to keep", Math.Max(0, tier.KeepCount - tier.Count));
            if (tier.NextTierId.Length > 0)
            {
                terminal.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{"  to " + tier.NextTierId,-12}{tier.NextTierCount - tier.Count,16:N0}"));
            }
        }

        void Row(string name, long value) =>
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12}{value,16:N0}"));
    }
}
