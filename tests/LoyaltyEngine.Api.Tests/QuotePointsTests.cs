using Grpc.Core;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

public sealed class QuotePointsTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await RunningEngine.StartAsync();
        await _engine.Members.EnrolMemberAsync(Requests.Enrol());
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task QuotePoints_Basket_IsWhatTheEarnThenGives()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 27_599));

        var quote = await _engine.Till.QuotePointsAsync(Requests.Quote(1299, 50));
        var earned = await _engine.Till.EarnPointsAsync(Requests.Earn("r2", 1299, 50));

        quote.EarnPoints.ShouldBe(earned.Entry.Points);
        quote.AppliedRules.ShouldBe(earned.Entry.PointsEarned.AppliedRules);
        quote.EligibleAmountMinor.ShouldBe(earned.Entry.PointsEarned.EligibleAmountMinor);
        quote.BalanceAfterEarn.ShouldBe(earned.Balance);
        quote.ProgramVersion.ShouldBe(1);
        quote.Balance.ShouldBe(new Balance { AvailablePoints = 275 });
        quote.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task QuotePoints_Burn_IsTheMostThatOneBurnTakes()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 27_599));

        var quote = await _engine.Till.QuotePointsAsync(Requests.Quote());

        // The sample program burns 100 and then 50 more at a time, 100 points a pound.
        (quote.BurnablePoints, quote.BurnRefusal).ShouldBe((250, ErrorReason.Unspecified));
        quote.BurnableValue.ShouldBe(new Money { CurrencyCode = "GBP", AmountMinor = 250 });
        quote.EarnPoints.ShouldBe(0);
        await _engine.Till.BurnPointsAsync(Requests.Burn("b1", quote.BurnablePoints + 50))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.InsufficientPoints);
        var burned = await _engine.Till.BurnPointsAsync(Requests.Burn("b1", quote.BurnablePoints));
        burned.Value.ShouldBe(quote.BurnableValue);
    }

    [Fact]
    public async Task QuotePoints_TooFewPointsToBurn_SaysWhy()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 9_999));

        var quote = await _engine.Till.QuotePointsAsync(Requests.Quote(100));

        (quote.BurnablePoints, quote.BurnRefusal).ShouldBe((0, ErrorReason.InsufficientPoints));
        quote.BurnableValue.ShouldBeNull();
        quote.EarnPoints.ShouldBe(1);
    }

    [Fact]
    public async Task QuotePoints_InDebt_TellsWhatWouldRepayIt()
    {
        await _engine.Till.ReturnPurchaseAsync(Requests.Return("x1", 3_000));

        var quote = await _engine.Till.QuotePointsAsync(Requests.Quote(5_000));

        (quote.EarnPoints, quote.DebtRepaidPoints).ShouldBe((50, 30));
        quote.BalanceAfterEarn.ShouldBe(new Balance { AvailablePoints = 20 });
    }

    [Fact]
    public async Task QuotePoints_HoweverOften_WritesNothing()
    {
        await _engine.Till.EarnPointsAsync(Requests.Earn("r1", 27_599));
        var before = await _engine.Engine.Journal.ReadFeedAsync(FeedPosition.Start, 1_000);

        for (var i = 0; i < 50; i++)
            await _engine.Till.QuotePointsAsync(Requests.Quote(1_000 + i));

        var after = await _engine.Engine.Journal.ReadFeedAsync(FeedPosition.Start, 1_000);
        after.Next.ShouldBe(before.Next);
        after.Records.Count.ShouldBe(before.Records.Count);
        (await _engine.Till.GetBalanceAsync(Requests.Balance())).Revision.ShouldBe(2);
    }

    [Fact]
    public async Task QuotePoints_WhatWouldRefuseTheEarn_RefusesTheQuote()
    {
        var nobody = Requests.Quote(100);
        nobody.MemberId = "nobody";
        await _engine.Till.QuotePointsAsync(nobody)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.MemberUnknown);

        var euros = Requests.Quote(100);
        euros.Basket.CurrencyCode = "EUR";
        await _engine.Till.QuotePointsAsync(euros)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.CurrencyUnsupported);

        var early = Requests.Quote(100);
        early.OccurTime = new() { Seconds = 0 };
        await _engine.Till.QuotePointsAsync(early)
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.OccurTimeBeforeProgram);
    }

    [Fact]
    public async Task QuotePoints_IllFormed_NamesEveryField()
    {
        var request = new QuotePointsRequest { ProgramId = "sample", MemberId = "", Basket = new Basket() };

        await _engine.Till.QuotePointsAsync(request)
            .ShouldNameFieldsAsync("member_id", "occur_time", "basket.currency_code", "basket.lines");
    }
}
