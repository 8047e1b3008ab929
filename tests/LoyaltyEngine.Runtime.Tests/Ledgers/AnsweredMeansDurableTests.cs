using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Ledgers;

/// <summary>Law 1: no answer of any kind leaves before everything that it rests on is durable.</summary>
[Trait("Category", "Laws")]
public sealed class AnsweredMeansDurableTests
{
    private const string Bea = "bea";

    private static readonly Dictionary<string, Func<LedgerRig, Task<object?>>> AboutAda = new()
    {
        ["earn"] = async rig => await rig.EarnAsync(5, "new"),
        ["burn"] = async rig => await rig.BurnAsync(5, "new"),
        ["return"] = async rig => await rig.ReturnAsync(5, "new"),
        ["reverse the unflushed burn by its revision"] = async rig => await rig.ReverseAsync(3, "new"),
        ["reverse the unflushed burn by its request"] = async rig => await rig.ReverseAsync("burn", "new"),
        ["reverse the flushed earn"] = async rig => await rig.ReverseAsync("earn", "new"),
        ["replay of the unflushed burn"] = async rig => await rig.BurnAsync(60, "burn"),
        ["replay of the flushed earn"] = async rig => await rig.EarnAsync(100, "earn"),
        ["too few points"] = async rig => await rig.BurnAsync(50, "new"),
        ["id of the unflushed burn reused"] = async rig => await rig.BurnAsync(61, "burn"),
        ["revision moved"] = async rig => await rig.EarnAsync(5, "new", revision: 2),
        ["enrolled already"] = async rig => await rig.EnrolAsync(id: "again"),
        ["cancel of a new request"] = async rig => await rig.CancelAsync("new"),
        ["cancel of the unflushed burn"] = async rig => await rig.CancelAsync("burn"),
        ["balance"] = async rig => await rig.BalanceAsync(),
        ["outcome of the unflushed burn"] = async rig => await rig.OutcomeAsync("burn"),
        ["outcome of an unknown request"] = async rig => await rig.OutcomeAsync("new"),
        ["outcome of the flushed earn"] = async rig => await rig.OutcomeAsync("earn"),
        ["entries"] = async rig => await rig.ListAsync(),
        ["adjustment"] = async rig => await rig.AdjustAsync(-5, "new"),
        ["adjustment with a note"] = async rig => await rig.AdjustAsync(5, "new", note: "why"),
        ["quote"] = async rig => await rig.QuoteAsync(LedgerRig.Pounds(5)),
        ["explanation of the unflushed burn"] = async rig =>
            await rig.Support.ExplainEntryAsync(rig.Program, LedgerRig.Ada, new(3, "")),
        ["explanation of the balance"] = async rig =>
            await rig.Support.ExplainBalanceAsync(rig.Program, LedgerRig.Ada, CancellationToken.None),
        ["verification"] = async rig =>
            await rig.Support.VerifyAsync(rig.Program, LedgerRig.Ada, CancellationToken.None),
    };

    private static readonly Dictionary<string, Func<LedgerRig, Task<object?>>> AboutBea = new()
    {
        ["identifier taken by an unflushed enrolment"] = async rig => await rig.EnrolAsync("cid", "cid", "card"),
        ["earn of the unflushed member"] = async rig => await rig.EarnAsync(5, "new", Bea),
        ["balance of the unflushed member"] = async rig => await rig.BalanceAsync(Bea),
    };

    public static TheoryData<string> AllCalls => [.. AboutAda.Keys, .. AboutBea.Keys];

    public static TheoryData<string> CallsAboutAda => [.. AboutAda.Keys];

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Answer_RestsOnWhatIsNotFlushed_WaitsForTheFlush(string call)
    {
        var (journal, rig) = await OpenAsync();

        var answer = (AboutAda.GetValueOrDefault(call) ?? AboutBea[call])(rig);

        answer.IsCompleted.ShouldBeFalse("nothing of this is durable yet");
        journal.Flush();
        answer.IsCompletedSuccessfully.ShouldBeTrue("all that it rests on is durable now");
    }

    [Theory]
    [MemberData(nameof(CallsAboutAda))]
    public async Task Answer_FlushedStepByStep_ComesAfterTheBurn(string call)
    {
        var (journal, rig) = await OpenAsync();
        var answer = AboutAda[call](rig);
        while (journal.HeldCount > 0 && !answer.IsCompleted)
            journal.Flush(1);

        answer.IsCompletedSuccessfully.ShouldBeTrue();
        var burn = await rig.Ledger.FindEntryAsync(rig.Program, LedgerRig.Ada, 3);
        burn.ShouldBeOfType<MemberEvent.PointsBurned>("the burn is durable once anything that rests on it is told");
    }

    [Fact]
    public async Task Answer_OfAnotherMember_WaitsForNobody()
    {
        var (_, rig) = await OpenAsync();

        var answer = rig.BalanceAsync("dora");

        answer.IsCompletedSuccessfully.ShouldBeTrue();
        (await answer).IsEnrolled.ShouldBeFalse();
    }

    [Fact]
    public async Task Rejection_OfAnUnflushedBurn_TellsTheBalanceAfterIt()
    {
        var (journal, rig) = await OpenAsync();

        var answer = rig.BurnAsync(50, "new");
        journal.Flush();

        var rejection = (await answer).Rejection.ShouldNotBeNull();
        rejection.Reason.ShouldBe(RejectionReason.InsufficientPoints);
        rejection.Facts.ShouldContain(("available_points", "40"));
    }

    // Ada has 100 points on the disk and has burned 60 of them, unflushed; Bea and her card are not on the disk at all.
    private static async Task<(HeldJournal Journal, LedgerRig Rig)> OpenAsync()
    {
        var journal = new HeldJournal();
        var rig = await LedgerRig.OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "earn");
        journal.Holds = true;
        var burn = rig.BurnAsync(60, "burn");
        var enrolment = rig.EnrolAsync(Bea, "enrol", "card");
        burn.IsCompleted.ShouldBeFalse();
        enrolment.IsCompleted.ShouldBeFalse();
        return (journal, rig);
    }
}
