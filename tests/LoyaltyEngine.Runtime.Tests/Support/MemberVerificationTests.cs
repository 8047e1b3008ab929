using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Runtime.Support;
using LoyaltyEngine.Runtime.Tests.Journals;

namespace LoyaltyEngine.Runtime.Tests.Support;

/// <summary>What a verification of one member finds, where the journal tells another story than the member.</summary>
public sealed class MemberVerificationTests
{
    private const string Bea = "bea";

    [Fact]
    public async Task Verify_LongHistory_ReadsItAllInOrder()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        await rig.EnrolAsync();
        for (var i = 0; i < 1_732; i++)
            await rig.EarnAsync(1, $"e{i}");

        var proof = await VerifyAsync(rig);

        proof.Faults.ShouldBeEmpty();
        (proof.Revision, proof.EntryCount, proof.Recomputed.Available).ShouldBe((1_733, 1_733, 1_732));
    }

    [Fact]
    public async Task Verify_WhileTheMemberTrades_IsIntactAtSomeRevision()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());
        await rig.EnrolAsync();
        for (var i = 0; i < 700; i++)
            await rig.EarnAsync(1, $"e{i}");

        var trade = Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
                await rig.EarnAsync(1, $"more{i}");
        });
        do
        {
            var proof = await VerifyAsync(rig);
            proof.Faults.ShouldBeEmpty();
            proof.Recomputed.Available.ShouldBe(proof.Revision - 1);
        }
        while (!trade.IsCompleted);
        await trade;
    }

    [Fact]
    public async Task Verify_ChangedEntry_BreaksTheChainThere()
    {
        var (journal, rig) = await OpenAsync();
        journal.Retell = record => record.Revision == 2 ? Richer(record) : record;

        var proof = await VerifyAsync(rig);

        proof.Faults.ShouldHaveSingleItem().ShouldBe(new MemberFault(2, "breaks the hash chain"));
        (proof.EntryCount, proof.Recomputed).ShouldBe((1, default));
        proof.Live.ShouldBe(new Balance(40, 0, 0, 0));
    }

    [Fact]
    public async Task Verify_EntryLeftOut_IsFound()
    {
        var (journal, rig) = await OpenAsync();
        journal.Retell = record => record.Revision == 2 ? null : record;

        (await VerifyAsync(rig)).Faults.ShouldHaveSingleItem().ShouldBe(new MemberFault(3, "follows entry 1"));
    }

    [Fact]
    public async Task Verify_NewestEntryLeftOut_IsFound()
    {
        var (journal, rig) = await OpenAsync();
        journal.Retell = record => record.Revision == 3 ? null : record;

        var proof = await VerifyAsync(rig);

        proof.Faults[0].ShouldBe(new MemberFault(0, "the journal has 2 entries, the member 3"));
        proof.Recomputed.ShouldBe(new Balance(100, 0, 0, 0));
    }

    [Fact]
    public async Task Verify_HistoryForgedWithAWholeChain_DiffersFromTheMembersHead()
    {
        var (journal, rig) = await OpenAsync();
        var forged = ChainHash.Genesis(Stream(LedgerRig.Ada));
        var forgeries = new List<StoredRecord>();
        for (var revision = 1L; revision <= 3; revision++)
        {
            var record = (await journal.ReadAsync(Stream(LedgerRig.Ada), revision)).ShouldNotBeNull();
            var body = EntryCodec.Write(Renamed(EntryCodec.Read(record))).ToArray();
            forged = forged.Next(revision, body);
            forgeries.Add(record with { Body = body, Hash = forged });
        }

        journal.Retell = record => record.Stream == Stream(LedgerRig.Ada)
            ? forgeries[(int)record.Revision - 1]
            : record;

        var fault = (await VerifyAsync(rig)).Faults.ShouldHaveSingleItem();
        fault.Revision.ShouldBe(3);
        fault.Message.ShouldStartWith($"the chain's hash is {forged}, the member's is ");
    }

    [Fact]
    public async Task Verify_AnotherMembersEntries_DoNotPass()
    {
        var (journal, rig) = await OpenAsync();
        await rig.EnrolAsync(Bea, "enrol-b");
        await rig.EarnAsync(5, "earn-b", Bea);
        var hers = await journal.ReadBackwardAsync(Stream(Bea), null, 10);
        journal.Retell = record => hers.Records.FirstOrDefault(one => one.Revision == record.Revision);

        (await VerifyAsync(rig)).Faults[0].ShouldBe(new MemberFault(1, "breaks the hash chain"));
    }

    [Fact]
    public async Task Verify_StoppedMember_SaysSoAndWhere()
    {
        var inner = new InMemoryJournal();
        var sound = await LedgerRig.OpenAsync(inner);
        await sound.EnrolAsync();
        await sound.EarnAsync(100, "earn");
        var rig = await LedgerRig.OpenAsync(new DamagedJournal(inner, Stream(LedgerRig.Ada)));

        var proof = await VerifyAsync(rig);

        proof.Live.ShouldBeNull();
        proof.Faults.ShouldHaveSingleItem().Message.ShouldStartWith("the member is stopped: entry 1 says ");
        (proof.EntryCount, proof.Recomputed.Available).ShouldBe((2, 100));
    }

    [Fact]
    public async Task Verify_UnknownMember_IsNothing()
    {
        var rig = await LedgerRig.OpenAsync(new InMemoryJournal());

        (await rig.Support.VerifyAsync(rig.Program, "nobody", default)).ShouldBeNull();
        (await rig.Support.ExplainBalanceAsync(rig.Program, "nobody", default)).ShouldBeNull();
        rig.Program.MembersHeld.ShouldBe(0);
    }

    private static async Task<(RetoldJournal Journal, LedgerRig Rig)> OpenAsync()
    {
        var journal = new RetoldJournal(new InMemoryJournal());
        var rig = await LedgerRig.OpenAsync(journal);
        await rig.EnrolAsync();
        await rig.EarnAsync(100, "earn");
        await rig.BurnAsync(60, "burn");
        return (journal, rig);
    }

    private static async Task<MemberVerification> VerifyAsync(LedgerRig rig) =>
        (await rig.Support.VerifyAsync(rig.Program, LedgerRig.Ada, default)).ShouldNotBeNull();

    private static StreamId Stream(string member) => StreamId.Member("default", TestProgram.Id, member);

    private static StoredRecord Richer(StoredRecord record)
    {
        var body = record.Body.ToArray();
        body[^1] ^= 1;
        return record with { Body = body };
    }

    private static MemberEvent Renamed(MemberEvent entry) =>
        entry with { Origin = entry.Origin with { Principal = "somebody else" } };
}
