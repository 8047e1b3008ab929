using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Rules by channel, time, store group and purchase, as tills see them.</summary>
public sealed class RuleTests : IAsyncLifetime
{
    // Requests.Now is noon of Sunday, 22 November 2026, in London, and 11 o'clock on the Azores.
    private const string Program = """
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        store_groups:
          - { id: azores, stores: [S900], time_zone: Atlantic/Azores }
        earning:
          base: { points: 1, per: 1.00, rounding: down }
          conflicts: best_for_member
          rules:
            - { id: welcome, when: { purchase: 1 }, points: 100, group: welcome }
            - { id: in-app, when: { channel: app }, points: 10 }
            - { id: sunday-noon, when: { weekday: sunday, hours: "12:00-13:00" }, points: 20 }
            - { id: monday, when: { weekday: monday }, points: 30 }
            - { id: islands, when: { store_group: azores }, rate: { points: 1, per: 2.00 }, group: islands }
            - { id: by-card, when: { tender: card }, points: 15 }
            - { id: big, when: { minimum_receipt: 500.00 }, points: 40 }
        """;

    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync(Program);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task EarnPoints_RulesOfEveryKind_AreNamedInTheAnswerAndTheContextIsKept()
    {
        var request = Requests.Earn("e1", 1_000);
        request.Context.StoreId = "S900";
        request.Context.Channel = "app";
        request.Basket.Payments.Add(new Payment { Tender = "voucher", AmountMinor = 400 });
        request.Basket.Payments.Add(new Payment { Tender = "card", AmountMinor = 600 });

        var entry = (await _engine.Till.EarnPointsAsync(request)).Entry;

        // Noon in London is not yet noon there.
        Points(entry.PointsEarned.AppliedRules).ShouldBe("base 10, welcome 100, islands 5, by-card 15");
        entry.Context.ShouldBe(request.Context);
        (await _engine.Members.ListEntriesAsync(Requests.List())).Entries
            .Single(one => one.EntryId == "e2").Context.Channel.ShouldBe("app");
    }

    [Fact]
    public async Task EarnPoints_OfTheSecondPurchase_HasNoWelcomeUnlessTheFirstWasUndone()
    {
        (await EarnAsync("e1")).ShouldBe("base 10, welcome 100, sunday-noon 20");
        (await EarnAsync("e2")).ShouldBe("base 10, sunday-noon 20");
        await _engine.Till.ReversePointsAsync(Requests.Reverse("x1", "e1"));
        await _engine.Till.ReversePointsAsync(Requests.Reverse("x2", "e2"));
        (await EarnAsync("e3")).ShouldBe("base 10, welcome 100, sunday-noon 20");
    }

    [Fact]
    public async Task QuotePoints_Explained_TellsWhyEveryOtherRuleDoesNotApply()
    {
        var request = Requests.Quote(1_000);
        request.Context.Channel = "";
        (await _engine.Till.QuotePointsAsync(request)).SkippedRules.ShouldBeEmpty();

        request.ExplainSkippedRules = true;
        var quote = await _engine.Till.QuotePointsAsync(request);

        Points(quote.AppliedRules).ShouldBe("base 10, welcome 100, sunday-noon 20");
        quote.SkippedRuleCount.ShouldBe(5);
        quote.SkippedRules.Select(rule => (rule.RuleId, rule.Reason, rule.Detail)).ShouldBe(
        [
            ("in-app", RuleSkipReason.Channel, "by channel app"),
            ("monday", RuleSkipReason.Weekday, "on Monday"),
            ("islands", RuleSkipReason.Store, "in a store of azores"),
            ("by-card", RuleSkipReason.Tender, "paid with card"),
            ("big", RuleSkipReason.MinimumReceipt, "at least 500.00 GBP, found 10.00 GBP"),
        ]);
    }

    [Fact]
    public async Task EarnPoints_Payments_AreKeptAndCountForTheSameRequest()
    {
        var request = Requests.Earn("e1", 1_000);
        request.Basket.Payments.Add(new Payment { Tender = "card", AmountMinor = 600 });
        await _engine.Till.EarnPointsAsync(request);

        var explained = await _engine.Support.ExplainEntryAsync(Requests.Explain("e1"));
        explained.Entry.PointsEarned.Basket.Payments.ShouldBe(request.Basket.Payments);
        request.Basket.Payments[0].AmountMinor++;
        await _engine.Till.EarnPointsAsync(request)
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.RequestIdReused);
    }

    [Fact]
    public async Task EarnPoints_FaultyPayments_AreRefusedWithTheirPlace()
    {
        var request = Requests.Earn("e1", 1_000);
        request.Basket.Payments.Add(new Payment { Tender = "gift card", AmountMinor = -1 });
        request.Basket.Payments.Add(new Payment());

        await _engine.Till.EarnPointsAsync(request).ShouldNameFieldsAsync(
            "basket.payments[0].tender", "basket.payments[0].amount_minor", "basket.payments[1].tender");
        request.Basket.Payments.Clear();
        request.Basket.Payments.Add(Enumerable.Repeat(new Payment { Tender = "card" }, 17));
        await _engine.Till.EarnPointsAsync(request).ShouldNameFieldsAsync("basket.payments");
    }

    private async Task<string> EarnAsync(string requestId)
    {
        var request = Requests.Earn(requestId, 1_000);
        request.Context.Channel = "store";
        return Points((await _engine.Till.EarnPointsAsync(request)).Entry.PointsEarned.AppliedRules);
    }

    private static string Points(IEnumerable<AppliedRule> rules) =>
        string.Join(", ", rules.Select(rule => $"{rule.RuleId} {rule.Points}"));
}
