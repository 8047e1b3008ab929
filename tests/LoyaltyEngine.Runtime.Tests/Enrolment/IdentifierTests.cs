using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Verification;
using static LoyaltyEngine.Runtime.Tests.Enrolment.MembersRig;

namespace LoyaltyEngine.Runtime.Tests.Enrolment;

public sealed class IdentifierTests
{
    private readonly InMemoryJournal _journal = new();
    private readonly InMemoryMemberKeyVault _keys = new();

    [Fact]
    public async Task Find_AnySpelling_IsTheMember()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1), new("phone", "020 7946 0000"), new("email", "Ada@Example.ORG"));

        foreach (var spelling in (MemberIdentifier[])
        [
            Card("260012345678"), Card(" 2600-1234 5678 "), new("phone", "+44 20 7946 0000"),
            new("phone", "0044 (20) 7946-0000"), new("email", "ada@example.org "),
        ])
        {
            (await rig.FindAsync(spelling)).ShouldBe((IdentifierState.Held, "ada"), spelling.Value);
        }

        (await rig.FindAsync(Card("260012345679"))).ShouldBe((IdentifierState.Unknown, ""));
    }

    [Fact]
    public async Task Add_SpellingOfAnothers_IsTaken()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));
        await rig.EnrolAsync("bea");

        (await rig.AddAsync("bea", Card("260012345678"))).Rejection!.Reason.ShouldBe(RejectionReason.IdentifierTaken);
        (await rig.AddAsync("ada", Card("260012345678"))).Rejection!.Reason
            .ShouldBe(RejectionReason.IdentifierAlreadyHeld);
        (await rig.AddAsync("bea", Card(Card2))).Event.ShouldBeOfType<MemberEvent.IdentifierAdded>();
        (await rig.FindAsync(Card(Card2))).ShouldBe((IdentifierState.Held, "bea"));
        (await rig.ProfileAsync("bea")).Identifiers.Select(held => held.Value).ShouldBe([Card2]);
    }

    [Fact]
    public async Task Remove_HeldOne_IsFreeForTheNext()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));
        await rig.EnrolAsync("bea");

        (await rig.RemoveAsync("ada", Card("260012345678"))).Event.ShouldBeOfType<MemberEvent.IdentifierRemoved>();
        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Released, "ada"));
        (await rig.ProfileAsync("ada")).Identifiers.ShouldBeEmpty();
        (await rig.RemoveAsync("ada", Card(Card1), "again")).Rejection!.Reason
            .ShouldBe(RejectionReason.IdentifierUnknown);
        (await rig.AddAsync("bea", Card(Card1))).Event.ShouldNotBeNull();
        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Held, "bea"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Replace_LostCard_IsDeadForGoodAndBothAreTraceable()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));
        await rig.EnrolAsync("bea");

        var replaced = (await rig.ReplaceAsync("ada", Card(Card1), Card(Card2))).Event
            .ShouldBeOfType<MemberEvent.IdentifierReplaced>();

        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Retired, "ada"));
        (await rig.FindAsync(Card(Card2))).ShouldBe((IdentifierState.Held, "ada"));
        foreach (var member in new[] { "ada", "bea" })
        {
            (await rig.AddAsync(member, Card(Card1), "again")).Rejection!.Reason
                .ShouldBe(RejectionReason.IdentifierRetired);
        }

        (await LastAsync(replaced.OldHash)).OtherHash.ShouldBe(replaced.NewHash);
        (await LastAsync(replaced.NewHash)).OtherHash.ShouldBe(replaced.OldHash);
        // Not even where the member is known no more.
        await rig.EraseAsync("ada");
        (await rig.AddAsync("bea", Card(Card1), "once more")).Rejection!.Reason
            .ShouldBe(RejectionReason.IdentifierRetired);
        (await rig.AddAsync("bea", Card(Card2), "free")).Event.ShouldNotBeNull();
        await VerifyAsync();
    }

    [Fact]
    public async Task Change_SentAgain_IsAnsweredAlike()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));
        var first = await rig.ReplaceAsync("ada", Card(Card1), Card(Card2));

        foreach (var node in new[] { rig, await OpenAsync() })
        {
            var again = await node.ReplaceAsync("ada", Card(Card1), Card(Card2));
            again.IsReplay.ShouldBeTrue();
            LedgerRig.Bytes(again.Event).ShouldBe(LedgerRig.Bytes(first.Event));
            (await node.ReplaceAsync("ada", Card(Card1), Card("4711"))).Rejection!.Reason
                .ShouldBe(RejectionReason.RequestIdReused);
        }
    }

    [Fact]
    public async Task Claims_AThousandAtOnce_AreWonByOne()
    {
        const int Claimants = 1_000;
        var rig = await OpenAsync(new LedgerOptions { ConflictRetriesMax = 100 });
        await Task.WhenAll(Enumerable.Range(0, Claimants / 2).Select(i => rig.EnrolAsync($"m{i}")));

        // Half of them are members who add the card, the other half are enrolled with it.
        var answers = await Task.WhenAll(Enumerable.Range(0, Claimants).Select(i => Task.Run(() => i < Claimants / 2
            ? rig.AddAsync($"m{i}", Card(Card1))
            : rig.EnrolAsync($"m{i}", Card(Card1)))));

        var winner = Array.FindIndex(answers, answer => answer.Event is not null);
        answers.Count(answer => answer.Event is not null).ShouldBe(1);
        answers.Where(answer => answer.Event is null)
            .ShouldAllBe(answer => answer.Rejection!.Reason == RejectionReason.IdentifierTaken);
        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Held, $"m{winner}"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Claims_WithReleasesInBetween_AreNeverHeldByTwo()
    {
        const int Members = 16;
        var rig = await OpenAsync(new LedgerOptions { ConflictRetriesMax = 10_000 });
        for (var i = 0; i < Members; i++)
            await rig.EnrolAsync($"m{i}");

        await Task.WhenAll(Enumerable.Range(0, Members).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                var added = await rig.AddAsync($"m{i}", Card(Card1), $"add {round}");
                if (added.Event is not null)
                    (await rig.RemoveAsync($"m{i}", Card(Card1), $"remove {round}")).Event.ShouldNotBeNull();
            }
        })));

        // In the feed, which is the order in which it happened, claim and release of one member follow each other.
        string? holder = null;
        var changes = 0;
        foreach (var record in (await _journal.ReadFeedAsync(FeedPosition.Start, 10_000)).Records)
        {
            if (!record.Stream.IsIdentifier)
                continue;
            changes++;
            var change = IdentifierCodec.Read(record);
            if (change.Step == IdentifierStep.Claim)
                holder.ShouldBeNull();
            else
                change.MemberId.ShouldBe(holder);
            holder = change.Step == IdentifierStep.Claim ? change.MemberId : null;
        }

        changes.ShouldBeGreaterThan(2);
        await VerifyAsync();
    }

    [Fact]
    public async Task Claim_WhoseMemberNeverGotIt_IsTakenOverOnceItIsOld()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada");
        await rig.EnrolAsync("bea");
        var hash = Convert.FromHexString(rig.Enrolment.Identifiers.HashOf(rig.Rig.Program, Card(Card1))!);
        await AppendClaimAsync(hash, "ada");

        // It may be on its way still, but for its own member.
        (await rig.AddAsync("bea", Card(Card1))).Rejection!.Reason.ShouldBe(RejectionReason.IdentifierTaken);
        (await rig.FindAsync(Card(Card1))).State.ShouldBe(IdentifierState.Released);
        rig.Rig.Clock.Advance(TimeSpan.FromMinutes(2));
        (await rig.AddAsync("bea", Card(Card1), "later")).Event.ShouldNotBeNull();
        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Held, "bea"));
        (await rig.AddAsync("ada", Card(Card1))).Rejection!.Reason.ShouldBe(RejectionReason.IdentifierTaken);
        await VerifyAsync();
    }

    [Fact]
    public async Task Claim_WhoseOwnMemberComesAgain_IsThatMembers()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada");
        var hash = Convert.FromHexString(rig.Enrolment.Identifiers.HashOf(rig.Rig.Program, Card(Card1))!);
        await AppendClaimAsync(hash, "ada");

        (await rig.AddAsync("ada", Card(Card1))).Event.ShouldNotBeNull();
        (await rig.FindAsync(Card(Card1))).ShouldBe((IdentifierState.Held, "ada"));
        await VerifyAsync();
    }

    [Fact]
    public async Task Add_MoreThanAMemberMayHave_IsRefused()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada");
        for (var i = 0; i < Member.IdentifierCountMax; i++)
            (await rig.AddAsync("ada", Card($"1000{i}"), $"add {i}")).Event.ShouldNotBeNull();

        (await rig.AddAsync("ada", Card("2000"))).Rejection!.Reason
            .ShouldBe(RejectionReason.IdentifierCountExceeded);
        (await rig.ReplaceAsync("ada", Card("10000"), Card("2000"))).Event.ShouldNotBeNull();
    }

    private async Task AppendClaimAsync(byte[] hash, string member)
    {
        var stream = StreamId.Identifier("default", TestProgram.Id, Convert.ToHexStringLower(hash));
        var body = IdentifierCodec.Write(
            new StoredIdentifier(IdentifierStep.Claim, member, [], LedgerRig.Noon, "till"));
        var append = _journal.RentAppend();
        append.RecordTime = LedgerRig.Noon.UnixNanoseconds;
        append.Add(stream, 1, ChainHash.Genesis(stream).Next(1, body), RequestKey.None, body);
        (await _journal.AppendAsync(append)).ShouldBe(AppendOutcome.Durable);
    }

    private async Task<StoredIdentifier> LastAsync(byte[] hash)
    {
        var stream = StreamId.Identifier("default", TestProgram.Id, Convert.ToHexStringLower(hash));
        return IdentifierCodec.Read((await _journal.ReadBackwardAsync(stream, null, 1)).Records[0]);
    }

    private async Task VerifyAsync()
    {
        var verifier = new LedgerVerifier();
        foreach (var record in (await _journal.ReadFeedAsync(FeedPosition.Start, 10_000)).Records)
            verifier.Add(RecordKind.Entry, record);
        verifier.Finish().Faults.ShouldBeEmpty();
    }

    private Task<MembersRig> OpenAsync(LedgerOptions? options = null) =>
        MembersRig.OpenAsync(_journal, _keys, options);
}
