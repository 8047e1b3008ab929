using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Cli.Online;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Programs;

/// <summary><c>loyalty program preview-tiers FILE</c></summary>
internal static class PreviewTiersCommand
{
    private const int PageSize = 10_000;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The program file (YAML) with the other tiers." };
        var members = new Option<bool>("--members") { Description = "Names each member who would move." };
        var server = ServerOptions.Server();
        var tenant = ServerOptions.Tenant();
        var command = new Command(
            "preview-tiers", "Tells how many members another program file would move from tier to tier.")
        {
            file, members, server, tenant,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var loaded = ProgramCommand.LoadChecked(parsed.GetRequiredValue(file), terminal);
            if (loaded is not var (programId, yaml))
                return ExitCode.Failure;
            var request = new PreviewTiersRequest { ProgramId = programId, Yaml = yaml, PageSize = PageSize };
            var counts = new SortedDictionary<(string From, string To, bool IsLater), long>();
            var seen = 0L;
            do
            {
                var part = await OnlineCall.RunAsync(
                    parsed.GetRequiredValue(server),
                    programId,
                    client => client.PreviewTiersAsync(request, cancellation),
                    tenantId: parsed.GetRequiredValue(tenant));
                foreach (var move in part.Moves)
                {
                    var key = (move.FormerTierId, move.TierId, move.KeptUntilTime is not null);
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                    if (parsed.GetValue(members))
                        await terminal.Out.WriteLineAsync($"{move.MemberId}: {Words(key)}{Until(move)}");
                }

                seen += part.MemberCount;
                request.PageToken = part.NextPageToken;
                if (request.PageToken.Length > 0)
                    await terminal.Error.WriteLineAsync(Text($"Looked at {seen:N0} members so far."));
            }
            while (request.PageToken.Length > 0);

            await terminal.Out.WriteLineAsync(Text($"Of {seen:N0} members, {counts.Values.Sum():N0} would move."));
            foreach (var (key, count) in counts)
                await terminal.Out.WriteLineAsync(Text($"{count,12:N0}  {Words(key)}{(key.IsLater ? ", later" : "")}"));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Words((string From, string To, bool IsLater) move) =>
        $"{(move.From.Length == 0 ? "no tier" : move.From)} to {move.To}";

    private static string Until(TierMove move) => move.KeptUntilTime is { } time
        ? Text($", not before {time.ToDateTime():yyyy-MM-dd}")
        : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
