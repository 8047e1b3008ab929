using LoyaltyEngine.Core.Members;
using static LoyaltyEngine.Core.Tests.Members.Entry;
using static LoyaltyEngine.Core.Tests.Members.GivenMember;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Exactly once (law 2): what becomes of a request whose id made an entry before.</summary>
public sealed class MemberDeciderRepetitionTests
{
    [Fact]
    public void Repeat_AnyAcceptedRequest_IsAnsweredByItsEntry()
    {
        MemberCommand[] commands = [Enrol(), Earn(10), Burn(5), Return(20), Reverse(3), Cancel("never")];
        var given = Unknown();
        foreach (var command in commands)
            given.And(command, target: 3);

        for (var i = 0; i < commands.Length; i++)
            given.When(commands[i], target: 3).ShouldReplay(given.Entries[i]);
    }

    [Fact]
    public void Repeat_HoweverTheWorldChanged_IsAnsweredByItsEntry()
    {
        var given = Enrolled().And(Earn(10)).And(Burn(10)).And(Return(5)).AndNoProgram();

        given.When(Burn(10)).ShouldReplay(given.Entries[2]);
        given.When(Burn(10) with { ExpectedRevision = 2, OccurTime = LedgerTime.Never }).ShouldReplay(given.Entries[2]);
    }

    [Fact]
    public void Repeat_OtherContent_IsRefused()
    {
        var given = Enrolled().And(Earn(10, "r")).And(Burn(5));

        given.When(Earn(11, "r")).ShouldReject(
            RejectionReason.RequestIdReused, ("request_id", "r"), ("first_revision", "2"));
        given.When(Burn(10, "r")).ShouldRejectFor(RejectionReason.RequestIdReused);
        given.When(Enrol("r")).ShouldRejectFor(RejectionReason.RequestIdReused);
    }

    [Fact]
    public void Repeat_OfARefusedRequest_IsDecidedAfresh()
    {
        var given = Enrolled();

        given.When(Burn(10)).ShouldRejectFor(RejectionReason.InsufficientPoints);
        given.And(Earn(10)).When(Burn(10)).ShouldAccept<MemberEvent>().ShouldSettle(after: Has(0), lots: (2, -10));
    }

    [Fact]
    public void Repeat_OfAReversal_DoesNotAskWhetherTheEntryWasUndone()
    {
        var given = Enrolled().And(Earn(10)).And(Reverse(2), target: 2);

        given.When(Reverse(2), target: 2).ShouldReplay(given.Entries[2]);
        given.When(Reverse(2)).ShouldReplay(given.Entries[2]);
    }

    [Fact]
    public void CancelRequest_UnknownId_IsATombstone()
    {
        var given = Enrolled().And(Earn(10)).And(Cancel("r"));

        var entry = given.Entries[^1].ShouldBeOfType<MemberEvent.RequestCancelled>();
        entry.ShouldSettle(after: Has(10));
        (entry.Origin.RequestId, entry.Origin.RequestKey, entry.Origin.ProgramVersion).ShouldBe(("r", Key("r"), 0));
        given.Member.Revision.ShouldBe(3);
    }

    [Fact]
    public void CancelRequest_UnknownMember_IsATombstoneWithoutEnrolling()
    {
        var given = Unknown().AndNoProgram().And(Cancel("r"));

        given.Member.Revision.ShouldBe(1);
        given.Member.IsEnrolled.ShouldBeFalse();
    }

    [Fact]
    public void CancelRequest_AcceptedId_IsAnsweredByWhatTheRequestDid()
    {
        var given = Enrolled().And(Earn(10, "r")).And(Burn(5));

        given.When(Cancel("r")).ShouldReplay(given.Entries[1]);
        given.When(Cancel("enrol")).ShouldReplay(given.Entries[0]);
    }

    [Fact]
    public void CancelRequest_Twice_IsOneTombstone()
    {
        var given = Enrolled().And(Cancel("r")).And(Earn(10));

        given.When(Cancel("r")).ShouldReplay(given.Entries[1]);
    }

    [Fact]
    public void AnyRequest_CancelledBefore_IsRefusedForever()
    {
        var given = Unknown().And(Cancel("r")).And(Enrol()).And(Earn(100));

        MemberCommand[] commands = [Enrol("r"), Earn(10, "r"), Burn(10, "r"), Return(10, "r"), Reverse(3, "r")];
        foreach (var command in commands)
            given.When(command, target: 3).ShouldReject(RejectionReason.RequestCancelled, ("request_id", "r"));
    }

    [Fact]
    public void Repeat_MemberAtItsFirstEntry_FindsIt()
    {
        var given = Unknown().And(Cancel("r"));

        given.When(Earn(1, "r")).ShouldReject(RejectionReason.RequestCancelled, ("request_id", "r"));
    }
}
