using System.Globalization;
using System.Text.RegularExpressions;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime.Programs;
using NodaTime.Text;

namespace LoyaltyEngine.Runtime.Tests.Programs;

/// <summary>
/// Programs made of the published rules of real chains, held to receipts reckoned by hand from those words. A receipt
/// is written as its lines: category, quantity and amount, such as fuel*30@45.00; a channel may have the tender behind
/// it, as in app/card.
/// </summary>
public sealed partial class RulebookTests
{
    private const string Summer = "2025-06-02T12:00:00Z";

    private const string Now = "2026-06-01T12:00:00Z";

    private static readonly string s_folder =
        Path.Combine(Path.GetDirectoryName(SampleProgram.Path)!, "rulebooks");

    public static TheoryData<string, string, string, string, string, long> Receipts { get; } = new()
    {
        // "1 stamp per $10 spent in a single transaction."
        { "barnes-noble-stamps", "book*1@19.99 book*1@11.01", "", "", Summer, 3 },
        { "barnes-noble-stamps", "book*1@9.99", "", "", Summer, 0 },
        { "boots-advantage-2023", "soap*1@10.99", "", "", Summer, 32 },
        { "caffe-nero-stamps-2020", "drink*3@9.60 cake*2@5.00", "", "", Summer, 3 },
        { "caffe-nero-stamps-2020", "drink+reusable-cup*1@3.20 drink*1@3.20", "", "app", Summer, 3 },
        { "caffe-nero-stamps-2020", "drink+reusable-cup*1@3.20 drink*1@3.20", "", "store", Summer, 2 },
        // "Rounded down per item: GBP 4.99 gives 4 points."
        { "fg-rewards", "food*1@4.99", "", "", Summer, 4 },
        { "fg-rewards", "food*1@4.99 food*1@4.99", "", "", Summer, 8 },
        // 250.01 to 500.00 is 67, and what the table leaves out is what the band before gives.
        { "ikea-family-pt", "lamp*1@0.01", "", "", Summer, 2 },
        { "ikea-family-pt", "lamp*1@30.00", "", "", Summer, 2 },
        { "ikea-family-pt", "lamp*1@30.01", "", "", Summer, 6 },
        { "ikea-family-pt", "lamp*1@60.01", "", "", Summer, 16 },
        { "ikea-family-pt", "lamp*1@250.00", "", "", Summer, 33 },
        { "ikea-family-pt", "lamp*2@200.00 sofa*1@300.00", "", "", Summer, 67 },
        { "ikea-family-pt", "kitchen*1@1000.00", "", "", Summer, 135 },
        { "ikea-family-pt", "kitchen*1@1000.01", "", "", Summer, 270 },
        { "ikea-family-pt", "kitchen*1@4000.00", "", "", Summer, 540 },
        { "ikea-family-pt", "kitchen*1@4000.50", "", "", Summer, 540 },
        { "ikea-family-pt", "kitchen*1@4001.00", "", "", Summer, 1080 },
        { "ikea-family-uk-2024", "lamp*1@24.99", "", "", Summer, 4 },
        { "ikea-family-us", "lamp*1@24.99 gift-card*1@50.00", "", "", Summer, 24 },
        // 41 litres at 60.00, and 12.40 in the shop.
        { "nectar-sainsburys-2023", "fuel*41@60.00 food*1@12.40", "", "", Summer, 53 },
        { "nectar-sainsburys-2023", "spirits*1@20.00 food*1@0.99", "", "", Summer, 0 },
        { "payback-de", "soap*1@10.99", "dm-2", "", Summer, 10 },
        { "payback-de", "food*1@10.99", "rewe-1", "", Summer, 5 },
        { "payback-de", "fuel*30@51.00", "aral-1", "", Summer, 25 },
        { "payback-de", "food*1@10.99", "elsewhere", "", Summer, 0 },
        { "sephora-us-2020", "lipstick*1@49.99", "", "", Summer, 49 },
        { "sephora-us-2020", "lipstick*1@49.99", "", "", "2025-11-02T12:00:00Z", 98 },
        { "sephora-us-2018", "lipstick*1@49.99", "", "", Summer, 49 },
        { "starbucks-us-2026", "drink*1@5.95", "", "", Summer, 5 },
        { "starbucks-uk-2018", "drink*4@13.00", "", "", Summer, 1 },
        { "starbucks-us-flat", "drink*1@5.95", "", "app/card", Summer, 5 },
        { "starbucks-us-flat", "drink*1@5.95", "", "app/preloaded-card", Summer, 10 },
        { "tesco-clubcard-2023", "food*1@31.50 tobacco*1@12.00", "big", "", Summer, 31 },
        // Double points from 8 January through 25 February 2024, of London.
        { "tesco-clubcard-2023", "food*1@31.50", "big", "", "2024-01-07T23:59:59Z", 31 },
        { "tesco-clubcard-2023", "food*1@31.50", "big", "", "2024-01-08T00:00:00Z", 62 },
        { "tesco-clubcard-2023", "food*1@31.50", "big", "", "2024-02-25T23:59:59Z", 62 },
        { "tesco-clubcard-2023", "food*1@31.50", "big", "", "2024-02-26T00:00:00Z", 31 },
        // "1 point per 2 litres", and at Esso "1 point per GBP 3".
        { "tesco-clubcard-2023", "fuel*41@60.00 food*1@5.00", "big", "", Summer, 25 },
        { "tesco-clubcard-2023", "fuel*41@60.00 food*1@5.00", "esso-1", "", Summer, 21 },
    };

    [Theory]
    [MemberData(nameof(Receipts))]
    public async Task Receipt_OfARealProgram_EarnsWhatItsRulesSay(
        string program, string receipt, string store, string channel, string time, long points)
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, program);

        (await EarnAsync(rig, program, receipt, store, channel, time)).ShouldBe(points);
    }

    // The tier is reached by the first receipt and counts for the second.
    [Theory]
    [InlineData("sephora-us-2018", "palette*1@349.99", "insider", 39)]
    [InlineData("sephora-us-2018", "palette*1@350.00", "vib", 49)]
    [InlineData("sephora-us-2018", "palette*9@1000.00", "rouge", 59)]
    [InlineData("sephora-us-2020", "palette*1@350.00", "vib", 39)]
    [InlineData("starbucks-us-2026", "drink*99@499.99", "green", 39)]
    [InlineData("starbucks-us-2026", "drink*99@500.00", "gold", 47)]
    [InlineData("starbucks-us-2026", "drink*99@2500.00", "reserve", 67)]
    public async Task Tier_OfARealProgram_IsReachedAndEarnsWhatItsRulesSay(
        string program, string first, string tier, long points)
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, program);
        await EarnAsync(rig, program, first, "", "", Now, "first");
        (await rig.Ledger.GetBalanceAsync(rig.Program, "ada")).Tier!.Tier.Id.ShouldBe(tier);

        (await EarnAsync(rig, program, "drink*1@39.95", "", "", Now, "second")).ShouldBe(points);
    }

    [Fact]
    public async Task Refund_OfBarnesAndNoble_TakesTheStampThatIsMissing()
    {
        await using var journal = new InMemoryJournal();
        var rig = await OpenAsync(journal, "barnes-noble-stamps");
        (await EarnAsync(rig, "barnes-noble-stamps", "book*1@10.00 book*1@21.00", "", "", Summer)).ShouldBe(3);

        // "$31 earned 3 stamps; return of a $10 item: revised total $21, 1 stamp deducted."
        var returned = await rig.Ledger.ReturnSaleAsync(
            rig.Program, "ada", Head("back", Summer), new EntryTarget(0, "sale"), [new ReturnPart("1", 1_000, 0)]);

        returned.Event.ShouldNotBeNull().Points.ShouldBe(-1);
    }

    [Fact]
    public void Rulebooks_AllOfThem_AreWithoutFaultAndHaveReceiptsSourcesAndALine()
    {
        var held = Receipts.Select(row => row.Data.Item1).ToHashSet();
        var told = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        foreach (var path in Directory.GetFiles(s_folder, "*.yaml"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            ProgramFile.Load(path).Faults.ShouldBeEmpty(name);
            held.Remove(name).ShouldBeTrue($"{name} has no receipts");
            told.ShouldContain($"({name}.yaml)", Case.Sensitive);
            File.ReadAllText(path).ShouldMatch("# Sources?: ", name);
        }

        held.ShouldBeEmpty();
    }

    private static async Task<LedgerRig> OpenAsync(IJournal journal, string program)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(s_folder, $"{program}.yaml"));
        source = source.Replace($"program: {program}", $"program: {TestProgram.Id}", StringComparison.Ordinal);
        var rig = await LedgerRig.OpenAsync(journal, source: source);
        await rig.EnrolAsync();
        return rig;
    }

    private static async Task<long> EarnAsync(
        LedgerRig rig, string program, string receipt, string store, string channel, string time, string id = "sale")
    {
        var currency = ProgramFile.Load(Path.Combine(s_folder, $"{program}.yaml")).Definition!.CurrencyCode;
        BasketLine[] lines =
        [
            .. receipt.Split(' ').Select((line, i) =>
            {
                var parts = Line().Match(line).Groups;
                return new BasketLine(
                    $"{i + 1}", $"sku-{i}", parts[1].Value.Split('+'),
                    1_000 * long.Parse(parts[2].Value, CultureInfo.InvariantCulture),
                    (long)(100 * decimal.Parse(parts[3].Value, CultureInfo.InvariantCulture)));
            }),
        ];
        var (by, tender) = channel.Split('/') is [var first, var second] ? (first, second) : (channel, "cash");
        var head = Head(id, time) with { Context = TillContext.Empty with { StoreId = store, Channel = by } };
        var basket = new Basket(currency, lines)
        {
            Payments = [new Payment(tender, lines.Sum(line => line.AmountMinor))],
        };
        var answer = await rig.Ledger.EarnAsync(rig.Program, "ada", head, basket);
        return answer.Event.ShouldNotBeNull($"{answer.Rejection?.Reason}").Points;
    }

    private static RequestHead Head(string id, string time) => new(
        id, LedgerTime.FromInstant(InstantPattern.ExtendedIso.Parse(time).Value), TillContext.Empty, "till", null);

    [GeneratedRegex(@"^([a-z+-]+)\*(\d+)@(\d+\.\d\d)$")]
    private static partial Regex Line();
}
