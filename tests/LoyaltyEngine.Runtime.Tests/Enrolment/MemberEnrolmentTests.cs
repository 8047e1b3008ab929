using System.Text;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Enrolment;

namespace LoyaltyEngine.Runtime.Tests.Enrolment;

public sealed class MemberEnrolmentTests
{
    private static readonly PersonalProfile Ada = new()
    {
        GivenName = "Ada",
        FamilyName = "Lovelace",
        Email = "ada@example.org",
        Phone = "+44 20 0000 0000",
        BirthDate = 18151210,
        Identifiers = [new MemberIdentifier("card", "6331-0001"), new MemberIdentifier("email", "ada@example.org")],
    };

    private readonly InMemoryJournal _journal = new();
    private readonly InMemoryMemberKeyVault _keys = new();

    [Fact]
    public async Task Enrol_SentAgain_IsOneMember()
    {
        var (rig, enrolment) = await OpenAsync();
        var first = await EnrolAsync(rig, enrolment, "ada", "enrol", Ada);
        first.IsReplay.ShouldBeFalse();

        var (nextRig, next) = await OpenAsync();
        foreach (var again in new[]
        {
            await EnrolAsync(rig, enrolment, "ada", "enrol", Ada),
            await EnrolAsync(nextRig, next, "ada", "enrol", Ada),
        })
        {
            again.IsReplay.ShouldBeTrue();
            LedgerRig.Bytes(again.Event).ShouldBe(LedgerRig.Bytes(first.Event));
        }
    }

    [Fact]
    public async Task Enrol_OtherProfileUnderTheSameRequest_IsRefused()
    {
        var (rig, enrolment) = await OpenAsync();
        await EnrolAsync(rig, enrolment, "ada", "enrol", Ada);

        var answer = await EnrolAsync(rig, enrolment, "ada", "enrol", Ada with { BirthDate = 18151211 });

        answer.Rejection!.Reason.ShouldBe(RejectionReason.RequestIdReused);
    }

    [Fact]
    public async Task Profile_OfAMember_IsReadBackAndNowhereInClear()
    {
        var (rig, enrolment) = await OpenAsync();
        var answer = await EnrolAsync(rig, enrolment, "m1", "enrol", Ada);

        var read = await enrolment.ReadProfileAsync(rig.Program, "m1", answer.Event!);
        (read with
        {
            Identifiers = Ada.Identifiers,
            Attributes = Ada.Attributes,
            Consents = Ada.Consents,
        }).ShouldBe(Ada);
        read.Identifiers.ShouldBe(Ada.Identifiers);
        var page = await _journal.ReadFeedAsync(FeedPosition.Start, 100);
        page.Records.Count(record => record.Stream.Text.StartsWith("i:", StringComparison.Ordinal)).ShouldBe(2);
        foreach (var record in page.Records)
        {
            var bytes = Encoding.UTF8.GetString(record.Body.Span) + record.Stream;
            foreach (var personal in new[] { "Ada", "Lovelace", "ada@example.org", "6331-0001" })
                bytes.ShouldNotContain(personal, Case.Insensitive);
        }
    }

    [Fact]
    public async Task Profile_WhoseKeyIsGone_IsEmpty()
    {
        var (rig, enrolment) = await OpenAsync();
        var answer = await EnrolAsync(rig, enrolment, "m1", "enrol", Ada);
        await _keys.DeleteAsync(StreamId.Member("default", TestProgram.Id, "m1"));

        (await enrolment.ReadProfileAsync(rig.Program, "m1", answer.Event!)).ShouldBe(PersonalProfile.Empty);
        (await rig.EarnAsync(5, "earn", "m1")).Event!.BalanceAfter.Available.ShouldBe(5);
    }

    [Fact]
    public async Task Enrol_NothingKnown_SealsNothing()
    {
        var (rig, enrolment) = await OpenAsync();
        var answer = await EnrolAsync(rig, enrolment, "m1", "enrol", PersonalProfile.Empty);

        answer.Event.ShouldBeOfType<MemberEvent.MemberEnrolled>().SealedPersonalData.ShouldBeEmpty();
        (await enrolment.ReadProfileAsync(rig.Program, "m1", answer.Event!)).ShouldBe(PersonalProfile.Empty);
    }

    [Fact]
    public async Task Enrol_IdentifierOfAnother_IsRefusedAndChangesNothing()
    {
        var (rig, enrolment) = await OpenAsync();
        await EnrolAsync(rig, enrolment, "ada", "enrol", Ada);
        var bob = new PersonalProfile
        {
            Identifiers = [new MemberIdentifier("card", "6331-0002"), new MemberIdentifier("card", "6331-0001")],
        };

        (await EnrolAsync(rig, enrolment, "bob", "enrol", bob)).Rejection!.Reason
            .ShouldBe(RejectionReason.IdentifierTaken);
        (await rig.BalanceAsync("bob")).IsEnrolled.ShouldBeFalse();
        // The same value of another kind is another identifier, and the card that was free is free still.
        (await EnrolAsync(rig, enrolment, "bob", "enrol", new PersonalProfile
        {
            Identifiers = [new MemberIdentifier("card", "6331-0002"), new MemberIdentifier("phone", "6331-0001")],
        })).Event.ShouldNotBeNull();
    }

    [Fact]
    public async Task Enrol_IdentifierGivenTwice_IsClaimedOnce()
    {
        var (rig, enrolment) = await OpenAsync();
        var twice = new PersonalProfile
        {
            Identifiers = [new MemberIdentifier("card", "1"), new MemberIdentifier("card", "1")],
        };

        (await EnrolAsync(rig, enrolment, "ada", "enrol", twice)).Event.ShouldNotBeNull();
    }

    [Fact]
    public void MemberId_MadeFromTheRequest_IsAlwaysTheSame()
    {
        var id = MemberEnrolment.MemberIdOf("shop", "till-7/2026-06-01/1");

        id.ShouldBe(MemberEnrolment.MemberIdOf("shop", "till-7/2026-06-01/1"));
        id.ShouldMatch("^m-[0-9a-f]{26}$");
        id.ShouldNotBe(MemberEnrolment.MemberIdOf("bakery", "till-7/2026-06-01/1"));
        id.ShouldNotBe(MemberEnrolment.MemberIdOf("shop", "till-7/2026-06-01/2"));
    }

    private static Task<WriteAnswer> EnrolAsync(
        LedgerRig rig, MemberEnrolment enrolment, string member, string id, PersonalProfile profile) =>
        enrolment.EnrolAsync(
            rig.Program, member, new RequestHead(id, LedgerRig.Noon, TillContext.Empty, "till", null), profile);

    private async Task<(LedgerRig Rig, MemberEnrolment Enrolment)> OpenAsync()
    {
        var rig = await LedgerRig.OpenAsync(_journal);
        var hasher = new IdentifierHasher(new byte[32]);
        return (rig, new MemberEnrolment(rig.Ledger, _keys, hasher));
    }
}
