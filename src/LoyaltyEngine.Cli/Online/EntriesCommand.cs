using System.CommandLine;
using System.Globalization;
using LoyaltyEngine.Cli.Console;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Cli.Online;

/// <summary><c>loyalty entries MEMBER</c></summary>
internal static class EntriesCommand
{
    private const int PageSize = 500;
    private const int MaxEntries = 1_000_000;

    public static Command Create(Terminal terminal)
    {
        var member = new Argument<string>("MEMBER") { Description = "The member's id." };
        var server = ServerOptions.Server();
        var program = ServerOptions.Program();
        var tenant = ServerOptions.Tenant();
        var limit = ServerOptions.Between("--limit", "How many entries to show at most", 1, MaxEntries, usual: 20);
        var command = new Command("entries", "Lists a member's entries, newest first.")
        {
            member, server, program, tenant, limit,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var programId = parsed.GetRequiredValue(program);
            var request = new ListEntriesRequest { ProgramId = programId, MemberId = parsed.GetRequiredValue(member) };
            var left = parsed.GetRequiredValue(limit);
            do
            {
                request.PageSize = Math.Min(left, PageSize);
                var page = await OnlineCall.RunAsync(
                    parsed.GetRequiredValue(server),
                    programId,
                    client => client.ListEntriesAsync(request, cancellation),
                    tenantId: parsed.GetRequiredValue(tenant));
                if (request.PageToken.Length == 0)
                    WriteHeader(terminal.Out);
                foreach (var entry in page.Entries.Take(left))
                    Write(terminal.Out, entry);
                left -= page.Entries.Count;
                request.PageToken = page.NextPageToken;
            }
            while (left > 0 && request.PageToken.Length > 0);

            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteHeader(TextWriter to) =>
        to.WriteLine(
            $"{"Revision",8}  {"Occurred (UTC)",-19}  {"Change",-9}  "
            + $"{"Points",12}  {"Available",12}  {"Debt",9}  Request");

    private static void Write(TextWriter to, Entry entry)
    {
        var occurred = entry.OccurTime?.ToDateTime();
        var after = entry.BalanceAfter ?? new Balance();
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Revision,8}  {occurred,-19:yyyy-MM-dd HH:mm:ss}  {Name(entry.ChangeCase),-9}  "
            + $"{entry.Points,12:+#,0;-#,0;0}  {after.AvailablePoints,12:N0}  {after.DebtPoints,9:N0}  "
            + $"{entry.RequestId}"));
    }

    private static string Name(Entry.ChangeOneofCase change) => change switch
    {
        Entry.ChangeOneofCase.MemberEnrolled => "enrolled",
        Entry.ChangeOneofCase.PointsEarned => "earned",
        Entry.ChangeOneofCase.PointsBurned => "burned",
        Entry.ChangeOneofCase.PurchaseReturned => "returned",
        Entry.ChangeOneofCase.PurchaseExchanged => "exchanged",
        Entry.ChangeOneofCase.PointsReversed => "reversed",
        Entry.ChangeOneofCase.PointsAdjusted => "adjusted",
        Entry.ChangeOneofCase.ExpiryNoticed => "notice",
        Entry.ChangeOneofCase.TierReviewed => "tier",
        Entry.ChangeOneofCase.TierGranted => "granted",
        Entry.ChangeOneofCase.DebtWrittenOff => "written off",
        Entry.ChangeOneofCase.PointsActivated => "activated",
        Entry.ChangeOneofCase.PointsExpired => "expired",
        Entry.ChangeOneofCase.PointsReserved => "reserved",
        Entry.ChangeOneofCase.ReservationReleased => "released",
        Entry.ChangeOneofCase.ReservationExtended => "extended",
        Entry.ChangeOneofCase.ReturnAwaitsSale => "awaits",
        Entry.ChangeOneofCase.WaitingReturnEnded => "dropped",
        Entry.ChangeOneofCase.RequestCancelled => "cancelled",
        _ => "other",
    };
}
