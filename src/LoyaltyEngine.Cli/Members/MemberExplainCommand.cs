using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Members;

/// <summary><c>loyalty member explain MEMBER [ENTRY]</c></summary>
internal static class MemberExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var entry = new Argument<string>("ENTRY")
        {
            Description = "The entry's id; left out, the balance is explained.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => "",
        };
        var why = new Option<bool>("--why") { Description = "Tells of an entry which rules did not apply, and why." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("explain", "Explains a member's balance, or one entry, in words.")
        {
            member, entry, why, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var memberId = parsed.GetRequiredValue(member);
            var at = parsed.GetRequiredValue(server);
            if (parsed.GetValue(entry) is { Length: > 0 } entryId)
            {
                var asked = new ExplainEntryRequest
                {
                    ProgramId = programId,
                    MemberId = memberId,
                    EntryId = entryId,
                    ExplainSkippedRules = parsed.GetValue(why),
                };
                Write(terminal.Out, await OnlineCall.RunAsync(
                    at,
                    programId,
                    client => client.ExplainEntryAsync(asked, cancellation),
                    tenantId: parsed.GetRequiredValue(tenant)));
                return ExitCode.Ok;
            }

            var request = new ExplainBalanceRequest { ProgramId = programId, MemberId = memberId };
            Write(terminal.Out, await OnlineCall.RunAsync(
                at,
                programId,
                client => client.ExplainBalanceAsync(request, cancellation),
                OnlineCall.WholeHistoryTimeout,
                tenantId: parsed.GetRequiredValue(tenant)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(TextWriter to, ExplainEntryResponse answer)
    {
        to.WriteLine(answer.Summary);
        foreach (var rule in answer.Rules)
            to.WriteLine($"  {rule.Text}");
        foreach (var rule in answer.SkippedRules)
            to.WriteLine($"  not {rule.RuleId}: {rule.Reason}, {rule.Detail}");
        if (answer.SkippedRuleCount > answer.SkippedRules.Count)
            to.WriteLine($"  and not {answer.SkippedRuleCount - answer.SkippedRules.Count} more");
        if (answer.Note.Length > 0)
            to.WriteLine($"Note: {answer.Note}");
    }

    private static void Write(TextWriter to, ExplainBalanceResponse answer)
    {
        to.WriteLine(answer.Summary);
        foreach (var part in answer.Parts)
            to.WriteLine($"  {part.Text}");
        if (answer.Lots.Count > 0)
            to.WriteLine("Points that are left:");
        foreach (var lot in answer.Lots)
            to.WriteLine($"  {lot.Text}");
        if (answer.MoreLotsCount > 0)
        {
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {answer.MoreLotsPoints:N0} in {answer.MoreLotsCount:N0} lots more."));
        }
    }
}
