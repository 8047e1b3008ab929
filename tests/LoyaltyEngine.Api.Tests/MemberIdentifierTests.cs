using Google.Rpc;
using Grpc.Core;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests;

/// <summary>Members as tills name them: by a card, a telephone number, an e-mail address.</summary>
public sealed class MemberIdentifierTests : IAsyncLifetime
{
    private RunningEngine _engine = null!;

    private static Identifier Card => new() { Kind = "card", Value = "4111 1111-1111 1111" };

    private static Identifier NewCard => new() { Kind = "card", Value = "5500 0000 0000 0004" };

    public async ValueTask InitializeAsync() => _engine = await RunningEngine.StartAsync(MemberProgram.Source());

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task TillCalls_ByIdentifier_AnswerAsByMemberId()
    {
        await EnrolAsync(Card, new Identifier { Kind = "email", Value = "Ada@example.org" });

        var earn = ByCard(Requests.Earn("earn", 20_000));
        var earned = await _engine.Till.EarnPointsAsync(earn);
        earned.Entry.MemberId.ShouldBe(Requests.Member);
        (await _engine.Till.EarnPointsAsync(Requests.Earn("earn", 20_000))).Entry.ShouldBe(earned.Entry);
        var burn = Requests.Burn("burn", 100);
        (burn.MemberId, burn.MemberIdentifier) = ("", new() { Kind = "email", Value = "ADA@EXAMPLE.ORG" });
        (await _engine.Till.BurnPointsAsync(burn)).Balance.AvailablePoints.ShouldBe(100);
        var reverse = Requests.Reverse("reverse", "burn");
        (reverse.MemberId, reverse.MemberIdentifier) = ("", Card);
        (await _engine.Till.ReversePointsAsync(reverse)).Balance.AvailablePoints.ShouldBe(200);
        var back = Requests.Return("return", 5_000);
        (back.MemberId, back.MemberIdentifier) = ("", Card);
        (await _engine.Till.ReturnPurchaseAsync(back)).Balance.AvailablePoints.ShouldBe(150);
        var balance = Requests.Balance("");
        balance.MemberIdentifier = Card;
        (await _engine.Till.GetBalanceAsync(balance)).Balance.AvailablePoints.ShouldBe(150);
        var outcome = Requests.Outcome("burn");
        (outcome.MemberId, outcome.MemberIdentifier) = ("", Card);
        (await _engine.Till.GetOutcomeAsync(outcome)).Outcome.ShouldBe(Outcome.Accepted);
        var cancel = Requests.Cancel("never sent");
        cancel.RequestId = "never-sent";
        (cancel.MemberId, cancel.MemberIdentifier) = ("", Card);
        var cancelled = await _engine.Till.CancelRequestAsync(cancel);
        (cancelled.Outcome, cancelled.Entry.MemberId).ShouldBe((Outcome.Cancelled, Requests.Member));
    }

    [Fact]
    public async Task PublishProgram_KindWithAnotherFormat_IsRefusedWithItsPlace()
    {
        var changed = MemberProgram.Source().Replace("kind: card, format: digits", "kind: card, format: text")
            .Replace(", check: luhn", "");

        var status = await _engine.Programs.PublishProgramAsync(Publication("other", changed))
            .ShouldBeRefusedAsync(StatusCode.InvalidArgument, ErrorReason.ProgramFaulty);
        status.GetDetail<BadRequest>()!.FieldViolations.ShouldHaveSingleItem().Description
            .ShouldContain("found text; expected digits, as in version 1");
        var checkedProgram = await _engine.Programs.ValidateProgramAsync(
            new ValidateProgramRequest { ProgramId = Requests.Program, Yaml = changed });
        checkedProgram.Faults.ShouldHaveSingleItem().Path.ShouldBe("identifiers[0].format");
    }

    [Fact]
    public async Task PublishProgram_KindStricterThanBefore_StillFindsAndLetsGoOfOldIdentifiers()
    {
        await EnrolAsync(Card);
        var stricter = MemberProgram.Source().Replace("length_max: 19", "length_max: 15");
        await _engine.Programs.PublishProgramAsync(Publication("stricter", stricter));
        _engine.Clock.Advance(TimeSpan.FromDays(1));

        var found = new FindMemberRequest { ProgramId = Requests.Program, Identifier = Card };
        (await _engine.Members.FindMemberAsync(found)).Member.MemberId.ShouldBe(Requests.Member);
        (await _engine.Till.EarnPointsAsync(ByCard(Requests.Earn("earn", 1_000)))).Entry.MemberId
            .ShouldBe(Requests.Member);
        var again = new AddIdentifierRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "again",
            OccurTime = Requests.Now,
            Identifier = NewCard,
        };
        await _engine.Members.AddIdentifierAsync(again).ShouldNameFieldsAsync("identifier.value");
        await _engine.Members.RemoveIdentifierAsync(new RemoveIdentifierRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "remove",
            OccurTime = Requests.Now,
            Identifier = Card,
        });
        (await _engine.Members.FindMemberAsync(found)).State.ShouldBe(IdentifierState.Released);
    }

    private static PublishProgramRequest Publication(string requestId, string yaml) =>
        new() { ProgramId = Requests.Program, RequestId = requestId, Yaml = yaml };

    [Fact]
    public async Task TillCalls_BothOrNeitherOrIllFormed_NameTheField()
    {
        var both = Requests.Balance();
        both.MemberIdentifier = Card;
        await _engine.Till.GetBalanceAsync(both).ShouldNameFieldsAsync("member_identifier");
        await _engine.Till.GetBalanceAsync(Requests.Balance("")).ShouldNameFieldsAsync("member_id");
        var odd = Requests.Balance("");
        odd.MemberIdentifier = new Identifier { Kind = "shoe", Value = "" };
        await _engine.Till.GetBalanceAsync(odd)
            .ShouldNameFieldsAsync("member_identifier.kind", "member_identifier.value");
        var wrong = ByCard(Requests.Earn("earn", 100));
        wrong.MemberIdentifier.Value = "4111 1111 1111 1112";
        await _engine.Till.EarnPointsAsync(wrong).ShouldNameFieldsAsync("member_identifier.value");
        await _engine.Till.EarnPointsAsync(ByCard(Requests.Earn("earn", 100)))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.IdentifierUnknown);
    }

    [Fact]
    public async Task ReplacedCard_AtTheTill_IsRetiredButAnswersWhatItDid()
    {
        await EnrolAsync(Card);
        var earned = await _engine.Till.EarnPointsAsync(ByCard(Requests.Earn("earn", 20_000)));
        var replaced = await _engine.Members.ReplaceIdentifierAsync(new ReplaceIdentifierRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "lost",
            OccurTime = Requests.Now,
            OldIdentifier = new Identifier { Kind = "card", Value = "4111111111111111" },
            NewIdentifier = NewCard,
        });
        replaced.Member.Identifiers.ShouldBe([NewCard]);
        replaced.Entry.ChangeCase.ShouldBe(Entry.ChangeOneofCase.IdentifierReplaced);

        var again = await _engine.Till.EarnPointsAsync(ByCard(Requests.Earn("earn", 20_000)));
        (again.Replayed, again.Entry).ShouldBe((true, earned.Entry));
        await _engine.Till.EarnPointsAsync(ByCard(Requests.Earn("other", 100)))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.IdentifierRetired);
        var found = await FindAsync(Card);
        (found.State, found.Member.MemberId).ShouldBe((IdentifierState.Retired, Requests.Member));
        (await FindAsync(NewCard)).State.ShouldBe(IdentifierState.Held);
        await _engine.Members.FindMemberAsync(Find(new() { Kind = "email", Value = "nobody@example.org" }))
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.IdentifierUnknown);
    }

    [Fact]
    public async Task AddAndRemove_OverTheApi_MoveAnIdentifier()
    {
        await EnrolAsync(Card);
        await _engine.Members.EnrolMemberAsync(Requests.Enrol("other"));
        await _engine.Members.AddIdentifierAsync(Add("other", "add", Card))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.IdentifierTaken);
        await _engine.Members.AddIdentifierAsync(Add(Requests.Member, "add", Card))
            .ShouldBeRefusedAsync(StatusCode.AlreadyExists, ErrorReason.IdentifierAlreadyHeld);
        await _engine.Members.AddIdentifierAsync(Add("other", "add", new Identifier { Kind = "card", Value = "12" }))
            .ShouldNameFieldsAsync("identifier.value");
        await _engine.Members.AddIdentifierAsync(Add("other", "add", null)).ShouldNameFieldsAsync("identifier");

        var remove = new RemoveIdentifierRequest
        {
            ProgramId = Requests.Program,
            MemberId = Requests.Member,
            RequestId = "remove",
            OccurTime = Requests.Now,
            Identifier = Card,
        };
        (await _engine.Members.RemoveIdentifierAsync(remove)).Member.Identifiers.ShouldBeEmpty();
        (await _engine.Members.RemoveIdentifierAsync(remove)).Replayed.ShouldBeTrue();
        (await FindAsync(Card)).State.ShouldBe(IdentifierState.Released);
        (await _engine.Members.AddIdentifierAsync(Add("other", "add", Card))).Member.Identifiers.ShouldBe([Card]);
        (await FindAsync(Card)).Member.MemberId.ShouldBe("other");
    }

    [Fact]
    public async Task EarnPoints_ProgramThatEnrolsAtTheTill_EnrolsOnce()
    {
        await using var engine = await RunningEngine.StartAsync(MemberProgram.Source("at_till: enrol"));
        var cancelled = await engine.Till.CancelRequestAsync(
            new CancelRequestRequest { ProgramId = Requests.Program, RequestId = "gone", MemberIdentifier = Card });

        var earned = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            engine.Till.EarnPointsAsync(ByCard(Requests.Earn($"r{i}", 100))).ResponseAsync));

        var member = earned.Select(answer => answer.Entry.MemberId).Distinct().ShouldHaveSingleItem();
        cancelled.Entry.MemberId.ShouldBe(member);
        await engine.Till.EarnPointsAsync(ByCard(Requests.Earn("gone", 100)))
            .ShouldBeRefusedAsync(StatusCode.FailedPrecondition, ErrorReason.RequestCancelled);
        (await engine.Till.GetBalanceAsync(Requests.Balance(member))).Balance.AvailablePoints.ShouldBe(50);
        (await engine.Members.GetMemberAsync(
            new GetMemberRequest { ProgramId = Requests.Program, MemberId = member })).Member.Identifiers
            .ShouldBe([Card]);
        var burn = Requests.Burn("burn", 100);
        (burn.MemberId, burn.MemberIdentifier) = ("", NewCard);
        await engine.Till.BurnPointsAsync(burn)
            .ShouldBeRefusedAsync(StatusCode.NotFound, ErrorReason.IdentifierUnknown);
    }

    private static EarnPointsRequest ByCard(EarnPointsRequest request)
    {
        (request.MemberId, request.MemberIdentifier) = ("", Card);
        return request;
    }

    private static AddIdentifierRequest Add(string member, string id, Identifier? identifier) => new()
    {
        ProgramId = Requests.Program,
        MemberId = member,
        RequestId = id,
        OccurTime = Requests.Now,
        Identifier = identifier,
    };

    private static FindMemberRequest Find(Identifier identifier) =>
        new() { ProgramId = Requests.Program, Identifier = identifier };

    private async Task<FindMemberResponse> FindAsync(Identifier identifier) =>
        await _engine.Members.FindMemberAsync(Find(identifier));

    private async Task EnrolAsync(params Identifier[] identifiers)
    {
        var request = Requests.Enrol();
        request.Identifiers.AddRange(identifiers);
        await _engine.Members.EnrolMemberAsync(request);
    }
}
