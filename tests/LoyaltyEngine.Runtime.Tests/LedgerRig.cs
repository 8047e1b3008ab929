using System.Security.Cryptography;
using System.Text;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Runtime.Tests;

/// <summary>A ledger of one program over any journal, and calls as short as a test likes them.</summary>
internal sealed class LedgerRig
{
    public const string Ada = "ada";

    private LedgerRig(Ledger ledger, MemberSupport support, FakeTimeProvider clock)
    {
        Ledger = ledger;
        Support = support;
        Clock = clock;
        Program = ledger.FindProgram(TenantId.Default, TestProgram.Id)!;
    }

    /// <summary>When everything happened, unless a test says otherwise.</summary>
    public static LedgerTime Noon { get; } = new(1_780_315_200_000_000_000);

    public Ledger Ledger { get; }

    public MemberSupport Support { get; }

    public ProgramHost Program { get; }

    public FakeTimeProvider Clock { get; }

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public static async Task<LedgerRig> OpenAsync(
        IJournal journal,
        LedgerOptions? options = null,
        FakeTimeProvider? clock = null,
        string source = TestProgram.Source)
    {
        clock ??= NewClock();
        options ??= new LedgerOptions();
        var ledger = await Ledger.OpenAsync(journal, options, clock, [source]);
        var support = new MemberSupport(
            ledger, journal, new InMemoryMemberKeyVault(), new IdentifierHasher(new byte[MemberKey.Size]));
        return new LedgerRig(ledger, support, clock);
    }

    public static Basket Pounds(long points) =>
        new("GBP", [new BasketLine("1", "22423", [], 1_000, points * 100)]);

    /// <summary>An entry in its stored form: equal exactly where the entries are.</summary>
    public static string Bytes(MemberEvent? change) =>
        change is null ? "" : Convert.ToHexStringLower(EntryCodec.Write(change));

    public async Task<WriteAnswer> EnrolAsync(
        string member = Ada, string id = "enrol", params string[] identifiers)
    {
        var hashes = identifiers.Select(name => SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToArray();
        var command = new MemberCommand.EnrolMember([], hashes)
        {
            RequestId = id,
            RequestKey = RequestKey.Of(id),
            ContentHash = ContentHasher.Enrol(Noon, TillContext.Empty, string.Join(',', identifiers)),
            OccurTime = Noon,
        };
        var claims = hashes.Select(hash => new IdentifierChange(
            StreamId.Identifier("default", TestProgram.Id, Convert.ToHexStringLower(hash)),
            IdentifierStep.Claim,
            []));
        return await Ledger.ChangeAsync(Program, member, "till", command, [.. claims]);
    }

    public async Task<WriteAnswer> EarnAsync(
        long points, string id, string member = Ada, long? revision = null, LedgerTime? occurTime = null) =>
        await Ledger.EarnAsync(
            Program, member, Head(id, revision) with { OccurTime = occurTime ?? Noon }, Pounds(points));

    public async Task<WriteAnswer> BurnAsync(long points, string id, string member = Ada) =>
        await Ledger.BurnAsync(Program, member, Head(id), points);

    public async Task<WriteAnswer> ReturnAsync(long points, string id, string member = Ada) =>
        await Ledger.ReturnAsync(Program, member, Head(id), Pounds(points));

    /// <summary>Brings back so many pounds' worth of a sale; all that is left of it for 0.</summary>
    public async Task<WriteAnswer> ReturnSaleAsync(long points, string sale, string id, string member = Ada) =>
        await Ledger.ReturnSaleAsync(
            Program, member, Head(id), new EntryTarget(0, sale),
            points == 0 ? [] : [new ReturnPart("1", 0, points * 100)]);

    /// <summary>Brings back so many pounds' worth of a sale, all that is left of it for 0, and buys for so
    /// many.</summary>
    public async Task<WriteAnswer> ExchangeAsync(
        long back, long points, string sale, string id, string member = Ada) =>
        await Ledger.ExchangeAsync(
            Program, member, Head(id), new EntryTarget(0, sale),
            back == 0 ? [] : [new ReturnPart("1", 0, back * 100)], Pounds(points));

    public async Task<WriteAnswer> ReverseAsync(long revision, string id, string member = Ada) =>
        await Ledger.ReverseAsync(Program, member, Head(id), new EntryTarget(revision, ""));

    public async Task<WriteAnswer> ReverseAsync(string undone, string id, string member = Ada) =>
        await Ledger.ReverseAsync(Program, member, Head(id), new EntryTarget(0, undone));

    public async Task<WriteAnswer> AdjustAsync(
        long points, string id, string member = Ada, string reason = "goodwill", string note = "") =>
        await Support.AdjustAsync(Program, member, Head(id), points, reason, note);

    public async Task<QuoteAnswer> QuoteAsync(Basket? basket, string member = Ada) =>
        await Ledger.QuoteAsync(Program, member, Noon, TillContext.Empty, basket);

    public async Task<WriteAnswer> CancelAsync(string id, string member = Ada) =>
        await Ledger.CancelRequestAsync(Program, member, id, TillContext.Empty, "till");

    public async Task<BalanceAnswer> BalanceAsync(string member = Ada) =>
        await Ledger.GetBalanceAsync(Program, member);

    public async Task<OutcomeAnswer> OutcomeAsync(string id, string member = Ada) =>
        await Ledger.GetOutcomeAsync(Program, member, id);

    public async Task<EntryPage?> ListAsync(string member = Ada, ReadCursor? from = null, int count = 1_000) =>
        await Ledger.ListEntriesAsync(Program, member, from, count);

    /// <summary>All of a member's entries, oldest first, by pages of a few.</summary>
    public async Task<List<MemberEvent>> HistoryAsync(string member = Ada, int pageSize = 7)
    {
        var entries = new List<MemberEvent>();
        ReadCursor? from = null;
        do
        {
            if (await ListAsync(member, from, pageSize) is not { } page)
                return entries;
            entries.AddRange(page.Entries);
            from = page.Next;
        }
        while (from is not null);
        entries.Reverse();
        return entries;
    }

    private static RequestHead Head(string id, long? revision = null) =>
        new(id, Noon, TillContext.Empty, "till", revision);
}
