using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Enrolment;

namespace LoyaltyEngine.Runtime.Tests.Enrolment;

/// <summary>A ledger whose program declares kinds of identifiers, and changes of members as short as a test likes
/// them.</summary>
internal sealed class MembersRig
{
    public const string Card1 = "2600 1234-5678";
    public const string Card2 = "2600 9999-0000";

    private static readonly string s_source = TestProgram.Source + """

        identifiers:
          - { kind: card, format: digits, length_min: 4, length_max: 19 }
          - { kind: phone, format: phone, calling_code: 44 }
          - { kind: email, format: email }
        status: { blocked: [earn], closed: [return] }
        """;

    private MembersRig(LedgerRig rig, IMemberKeyVault keys)
    {
        Rig = rig;
        Keys = keys;
        var hasher = new IdentifierHasher(new byte[32]);
        Enrolment = new MemberEnrolment(rig.Ledger, keys, hasher);
        Changes = new MemberChanges(rig.Ledger, keys, hasher, Enrolment);
    }

    public LedgerRig Rig { get; }

    public IMemberKeyVault Keys { get; }

    public MemberEnrolment Enrolment { get; }

    public MemberChanges Changes { get; }

    public static async Task<MembersRig> OpenAsync(
        IJournal journal, IMemberKeyVault? keys = null, LedgerOptions? options = null) =>
        new(await LedgerRig.OpenAsync(journal, options, source: s_source), keys ?? new InMemoryMemberKeyVault());

    public static RequestHead Head(string id, long? revision = null) =>
        new(id, LedgerRig.Noon, TillContext.Empty, "till", revision);

    public static MemberIdentifier Card(string number) => new("card", number);

    public static StreamId Stream(string member) => StreamId.Member("default", TestProgram.Id, member);

    public Task<WriteAnswer> EnrolAsync(string member, params MemberIdentifier[] identifiers) =>
        EnrolAsync(member, new PersonalProfile { GivenName = member, Identifiers = identifiers });

    public Task<WriteAnswer> EnrolAsync(string member, PersonalProfile profile) =>
        Enrolment.EnrolAsync(Rig.Program, member, Head("enrol"), profile);

    public Task<WriteAnswer> AddAsync(string member, MemberIdentifier identifier, string id = "add") =>
        Changes.AddIdentifierAsync(Rig.Program, member, Head(id), identifier);

    public Task<WriteAnswer> RemoveAsync(string member, MemberIdentifier identifier, string id = "remove") =>
        Changes.RemoveIdentifierAsync(Rig.Program, member, Head(id), identifier);

    public Task<WriteAnswer> ReplaceAsync(
        string member, MemberIdentifier old, MemberIdentifier next, string id = "replace") =>
        Changes.ReplaceIdentifierAsync(Rig.Program, member, Head(id), old, next);

    public Task<WriteAnswer> RenameAsync(string member, string name, string id) => Changes.UpdateAsync(
        Rig.Program, member, Head(id), name, profile => profile with { GivenName = name });

    public Task<WriteAnswer> SetStatusAsync(string member, MemberStatus status, string id = "status") =>
        Changes.SetStatusAsync(Rig.Program, member, Head(id), status, "test");

    public Task<WriteAnswer> EraseAsync(string member, string id = "erase") =>
        Changes.EraseAsync(Rig.Program, member, Head(id));

    public async Task<(IdentifierState State, string Member)> FindAsync(MemberIdentifier identifier)
    {
        var answer = await Enrolment.Identifiers.FindAsync(Rig.Program, identifier);
        return (answer.State, answer.MemberId);
    }

    public async Task<PersonalProfile> ProfileAsync(string member) =>
        await Enrolment.ReadProfileAsync(Rig.Program, member, await Rig.BalanceAsync(member));
}
