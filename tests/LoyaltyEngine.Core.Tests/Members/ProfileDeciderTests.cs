using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Members.RejectionReason;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>What concerns the member and not its points. Enrolment is revision 1 and has identifier 04 05.</summary>
public sealed class ProfileDeciderTests
{
    private static readonly byte[] s_held = [4, 5];
    private static readonly byte[] s_new = [6, 7];

    [Theory]
    [InlineData(MemberStatus.Active, "earn", null)]
    [InlineData(MemberStatus.Active, "burn", null)]
    [InlineData(MemberStatus.Active, "return", null)]
    [InlineData(MemberStatus.Active, "exchange", null)]
    [InlineData(MemberStatus.Active, "reverse", null)]
    [InlineData(MemberStatus.Active, "update", null)]
    [InlineData(MemberStatus.Blocked, "earn", null)]
    [InlineData(MemberStatus.Blocked, "burn", MemberBlocked)]
    [InlineData(MemberStatus.Blocked, "return", null)]
    [InlineData(MemberStatus.Blocked, "exchange", null)]
    [InlineData(MemberStatus.Blocked, "reverse", null)]
    [InlineData(MemberStatus.Blocked, "update", null)]
    [InlineData(MemberStatus.Closed, "earn", MemberClosed)]
    [InlineData(MemberStatus.Closed, "burn", MemberClosed)]
    [InlineData(MemberStatus.Closed, "return", MemberClosed)]
    [InlineData(MemberStatus.Closed, "exchange", MemberClosed)]
    [InlineData(MemberStatus.Closed, "reverse", MemberClosed)]
    [InlineData(MemberStatus.Closed, "update", MemberClosed)]
    public void Status_ProgramThatDeclaresNothing_Allows(
        MemberStatus status, string action, RejectionReason? refusal)
    {
        var given = Enrolled().And(Earn(50, "first")).And(Set(status));
        var decision = action switch
        {
            "earn" => given.When(Earn(1)),
            "burn" => given.When(Burn(1)),
            "return" => given.When(Return(1)),
            "exchange" => given.When(Exchange(1), target: 2),
            "reverse" => given.When(Reverse(2), target: 2),
            _ => given.When(Add(s_new)),
        };

        (decision.Rejection?.Reason).ShouldBe(refusal);
        // The account can always be opened again, and the person erased.
        given.When(Set(MemberStatus.Active, "open")).ShouldAccept<MemberEvent.MemberStatusChanged>();
        given.When(Erase(s_held)).ShouldAccept<MemberEvent.MemberErased>();
        given.When(Cancel("never")).ShouldAccept<MemberEvent.RequestCancelled>();
    }

    [Fact]
    public void Erased_EverythingButCancelling_IsRefused()
    {
        var given = Enrolled().And(Earn(50, "first")).And(Erase(s_held));

        foreach (var command in (MemberCommand[])
        [
            Earn(1), Burn(1), Return(1), Exchange(1), Reverse(2), Add(s_new), Set(MemberStatus.Active),
            Erase() with { RequestId = "x" },
        ])
        {
            given.When(command, target: 2).ShouldRejectFor(RejectionReason.MemberErased);
        }

        given.When(Cancel("never")).ShouldAccept<MemberEvent.RequestCancelled>();
        given.Member.Identifiers.ShouldBeEmpty();
        given.Member.ProfileRevision.ShouldBe(0);
        given.Member.Balance.Available.ShouldBe(50);
    }

    [Fact]
    public void Identifiers_AddedReplacedRemoved_AreTheMembers()
    {
        var given = Enrolled().And(Add(s_new));
        given.Member.Identifiers.ShouldBe([s_held, s_new]);
        given.Member.ProfileRevision.ShouldBe(2);

        given.And(new MemberCommand.ReplaceIdentifier(s_held, [8], new([9], 2)) { RequestId = "replace",
            RequestKey = Key("replace"), ContentHash = Content("replace"), OccurTime = Noon });
        given.Member.Identifiers.ShouldBe([s_new, [8]]);
        given.And(Remove(s_new, basedOn: 3));
        given.Member.Identifiers.ShouldBe([[8]]);
        given.When(Remove(s_new, basedOn: 4) with { RequestId = "again", RequestKey = Key("again") })
            .ShouldRejectFor(IdentifierUnknown);
    }

    [Fact]
    public void Add_WhereSeveralRulesAreBroken_NamesTheFirst()
    {
        Enrolled().When(Add(s_held), isIdentifierTaken: true).ShouldRejectFor(IdentifierAlreadyHeld);
        Enrolled().When(Add(s_new, basedOn: 9), isIdentifierTaken: true).ShouldRejectFor(IdentifierTaken);
        Enrolled().When(Add(s_new, basedOn: 9)).ShouldRejectFor(ProfileMoved);
        Enrolled().When(Erase(s_new)).ShouldRejectFor(ProfileMoved);
        Enrolled().AndNoProgram().When(Add(s_held)).ShouldRejectFor(OccurTimeBeforeProgram);
        Unknown().When(Add(s_new)).ShouldRejectFor(MemberUnknown);
    }

    [Fact]
    public void Fold_IdentifierThatContradicts_IsCorrupt()
    {
        var given = Enrolled();
        var origin = Entry.Origin(2);
        Should.Throw<CorruptMemberException>(() => MemberFold.Evolve(given.Member,
            new MemberEvent.IdentifierAdded(s_held, []) { Origin = origin, BalanceAfter = default }));
        Should.Throw<CorruptMemberException>(() => MemberFold.Evolve(Enrolled().Member,
            new MemberEvent.IdentifierRemoved(s_new, []) { Origin = origin, BalanceAfter = default }));
    }

    private static MemberCommand.AddIdentifier Add(byte[] hash, long basedOn = 1) => new(hash, new([1], basedOn))
    {
        RequestId = "add", RequestKey = Key("add"), ContentHash = Content("add"), OccurTime = Noon,
    };

    private static MemberCommand.RemoveIdentifier Remove(byte[] hash, long basedOn) => new(hash, new([1], basedOn))
    {
        RequestId = "remove", RequestKey = Key("remove"), ContentHash = Content("remove"), OccurTime = Noon,
    };

    private static MemberCommand.SetMemberStatus Set(MemberStatus status, string id = "status") => new(status, "why")
    {
        RequestId = id, RequestKey = Key(id), ContentHash = Content($"status {status}"), OccurTime = Noon,
    };

    private static MemberCommand.EraseMember Erase(params byte[][] hashes) => new(hashes)
    {
        RequestId = "erase", RequestKey = Key("erase"), ContentHash = Content("erase"), OccurTime = Noon,
    };
}
