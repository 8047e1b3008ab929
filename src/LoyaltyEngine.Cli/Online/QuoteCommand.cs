using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary><c>loyalty quote MEMBER [--amount-minor N]</c></summary>
internal static class QuoteCommand
{
    private const string AnySku = "any";

    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var amount = new Option<long?>("--amount-minor")
        {
            Description = "What one line of a purchase costs, in pence or cents; left out, only the burn is told.",
            HelpName = "N",
        };
        var currency = Text("--currency", "The purchase's currency.", "GBP");
        var sku = Text("--sku", "The line's article.", AnySku);
        var category = new Option<string[]>("--category")
        {
            Description = "A category of the line's; may be given several times.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        var store = Text("--store", "The store.", "");
        var channel = Text("--channel", "The channel, such as online.", "");
        var why = new Option<bool>("--why")
        {
            Description = "Tell which rules would not apply, and why.",
        };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var command = new Command("quote", "Tells what a purchase would earn and what may be burned; writes nothing.")
        {
            member, amount, currency, sku, category, store, channel, why, server, program, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new QuotePointsRequest
            {
                ProgramId = programId,
                MemberId = parsed.GetRequiredValue(member),
                OccurTime = Timestamp.FromDateTimeOffset(terminal.Time.GetUtcNow()),
                Context = new TillContext
                {
                    StoreId = parsed.GetRequiredValue(store),
                    Channel = parsed.GetRequiredValue(channel),
                },
            };
            if (parsed.GetValue(amount) is { } amountMinor)
            {
                var line = new BasketLine { Sku = parsed.GetRequiredValue(sku), AmountMinor = amountMinor };
                line.Categories.AddRange(parsed.GetRequiredValue(category));
                request.Basket = new Basket { CurrencyCode = parsed.GetRequiredValue(currency), Lines = { line } };
            }

            request.ExplainSkippedRules = parsed.GetValue(why);
            var answer = await OnlineCall.RunAsync(
                parsed.GetRequiredValue(server),
                programId,
                client => client.QuotePointsAsync(request, cancellation),
                tenantId: parsed.GetRequiredValue(tenant));
            if (request.Basket is not null)
                Row("Would earn", answer.EarnPoints);
            foreach (var rule in answer.AppliedRules.Where(_ => request.Basket is not null))
                Row($"  {rule.RuleId}", rule.Points);
            foreach (var rule in answer.SkippedRules)
                terminal.Out.WriteLine($"  {rule.RuleId,-22}{"not",16}  {rule.Reason}: {rule.Detail}");
            if (answer.SkippedRuleCount > answer.SkippedRules.Count)
                Row("  and not, more", answer.SkippedRuleCount - answer.SkippedRules.Count);
            Row("May be burned", answer.BurnablePoints);
            if (answer.BurnableValue is { } value)
                Row($"  worth {value.CurrencyCode}, minor", value.AmountMinor);
            Row("Available", answer.Balance.AvailablePoints);
            return ExitCode.Ok;
        });
        return command;

        void Row(string name, long value) =>
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{value,16:N0}"));
    }

    private static Option<string> Text(string name, string description, string usual) => new(name)
    {
        Description = description,
        HelpName = "TEXT",
        DefaultValueFactory = _ => usual,
    };
}
