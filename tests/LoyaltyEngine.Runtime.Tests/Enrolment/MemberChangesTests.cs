using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Enrolment;
using static LoyaltyEngine.Runtime.Tests.Enrolment.MembersRig;

namespace LoyaltyEngine.Runtime.Tests.Enrolment;

public sealed class MemberChangesTests
{
    private readonly InMemoryJournal _journal = new();
    private readonly InMemoryMemberKeyVault _keys = new();

    [Fact]
    public async Task Update_ManyAtOnce_LoseNothing()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => (await rig.Changes.UpdateAsync(
            rig.Rig.Program,
            "ada",
            Head($"update {i}"),
            $"{i}",
            profile => profile with { Attributes = [.. profile.Attributes, new($"a{i}", "x")] }))
            .Event.ShouldNotBeNull())));

        var profile = await (await OpenAsync()).ProfileAsync("ada");
        profile.Attributes.Select(attribute => attribute.Name).Order()
            .ShouldBe(Enumerable.Range(0, 8).Select(i => $"a{i}"));
        profile.Identifiers.Single().Value.ShouldBe(Card1);
        profile.GivenName.ShouldBe("ada");
    }

    [Fact]
    public async Task Erase_Member_IsUnreadableWithEveryKeyThatIsLeft()
    {
        var rig = await OpenAsync();
        await rig.EnrolAsync("ada", Card(Card1));
        await rig.RenameAsync("ada", "Countess", "rename");
        await rig.Rig.EarnAsync(5, "earn");
        var sealedBefore = await SealedAsync();
        var key = (await _keys.FindAsync(Stream("ada"))).ShouldNotBeNull();
        sealedBefore.Count.ShouldBe(2);
        sealedBefore.ShouldAllBe(bytes => PersonalDataSealer.TryUnseal(key, Stream("ada"), bytes) != null);

        (await rig.EraseAsync("ada")).Event.ShouldBeOfType<MemberEvent.MemberErased>();

        (await _keys.FindAsync(Stream("ada"))).ShouldBeNull();
        (await _keys.ListMarkedAsync()).ShouldBeEmpty();
        (await rig.ProfileAsync("ada")).ShouldBe(PersonalProfile.Empty);
        var member = await rig.Rig.BalanceAsync("ada");
        (member.Status, member.Balance.Available, member.Revision).ShouldBe((MemberStatus.Erased, 5, 4));
        (await rig.FindAsync(Card(Card1))).State.ShouldBe(IdentifierState.Released);
        (await rig.EraseAsync("ada")).IsReplay.ShouldBeTrue();
        (await rig.EraseAsync("ada", "another")).Rejection!.Reason.ShouldBe(RejectionReason.MemberErased);
        (await rig.RenameAsync("ada", "Ada", "rename again")).Rejection!.Reason.ShouldBe(RejectionReason.MemberErased);
        (await rig.Rig.EarnAsync(1, "late")).Rejection!.Reason.ShouldBe(RejectionReason.MemberErased);
    }

    [Fact]
    public async Task Erase_AmidUpdates_LeavesNoKey()
    {
        for (var round = 0; round < 20; round++)
        {
            var (member, rig) = ($"m{round}", await OpenAsync());
            await rig.EnrolAsync(member);
            var updates = Enumerable.Range(0, 8)
                .Select(i => Task.Run(() => rig.RenameAsync(member, $"name {i}", $"rename {i}")));
            await Task.WhenAll([.. updates, Task.Run(() => rig.EraseAsync(member))]);

            (await rig.Rig.BalanceAsync(member)).Status.ShouldBe(MemberStatus.Erased);
            (await _keys.FindAsync(Stream(member))).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_CrashAfterTheWishOrTheEntry_IsFinishedAtTheStart(bool isEntryWritten)
    {
        var failing = new FailingVault(_keys) { FailsDeletions = isEntryWritten, FailsAfterMark = !isEntryWritten };
        var rig = await MembersRig.OpenAsync(_journal, failing);
        await rig.EnrolAsync("ada", Card(Card1));
        await Should.ThrowAsync<IOException>(() => rig.EraseAsync("ada"));
        (await _keys.ListMarkedAsync()).ShouldBe([Stream("ada")]);

        var next = await OpenAsync();
        await next.Changes.FinishErasuresAsync();

        (await _keys.ListMarkedAsync()).ShouldBeEmpty();
        // Without the entry nobody was told anything: the member is as it was.
        (await _keys.FindAsync(Stream("ada")) is null).ShouldBe(isEntryWritten);
        (await next.FindAsync(Card(Card1))).State
            .ShouldBe(isEntryWritten ? IdentifierState.Released : IdentifierState.Held);
        (await next.EraseAsync("ada")).IsReplay.ShouldBe(isEntryWritten);
        (await _keys.FindAsync(Stream("ada"))).ShouldBeNull();
    }

    [Fact]
    public async Task AnyChanges_FoldedFromTheFeed_AreTheLiveMember()
    {
        var random = new Random(7);
        var options = new LedgerOptions { SnapshotInterval = 5, MembersHeldMax = 2 };
        var rig = await MembersRig.OpenAsync(_journal, _keys, options);
        for (var i = 0; i < 4; i++)
            await rig.EnrolAsync($"m{i}");
        for (var i = 0; i < 400; i++)
        {
            var member = $"m{random.Next(4)}";
            var (one, other) = (Card($"100{random.Next(6)}"), Card($"100{random.Next(40)}"));
            var status = (MemberStatus)random.Next(3);
            await (random.Next(8) switch
            {
                0 or 1 => rig.AddAsync(member, one, $"r{i}"),
                2 => rig.RemoveAsync(member, one, $"r{i}"),
                3 => rig.ReplaceAsync(member, one, other, $"r{i}"),
                4 => rig.SetStatusAsync(member, random.Next(2) == 0 ? MemberStatus.Active : status, $"r{i}"),
                5 when random.Next(40) == 0 => rig.EraseAsync(member, $"r{i}"),
                5 => rig.RenameAsync(member, $"name {i}", $"r{i}"),
                _ => rig.Rig.EarnAsync(random.Next(20), $"r{i}", member),
            });
        }

        var folded = new Dictionary<string, Member>();
        foreach (var record in (await _journal.ReadFeedAsync(FeedPosition.Start, 10_000)).Records)
        {
            if (!record.Stream.IsMember)
                continue;
            var member = folded.TryGetValue(record.Stream.Parts[2], out var known) ? known : new Member();
            MemberFold.Evolve(folded[record.Stream.Parts[2]] = member, EntryCodec.Read(record));
        }

        folded.Count.ShouldBe(4);
        foreach (var (memberId, member) in folded)
        {
            foreach (var node in new[] { rig, await MembersRig.OpenAsync(_journal, _keys) })
            {
                var live = await node.Rig.BalanceAsync(memberId);
                (live.Revision, live.Balance, live.Status, live.ProfileRevision)
                    .ShouldBe((member.Revision, member.Balance, member.Status, member.ProfileRevision));
                live.Identifiers.ShouldBe(member.Identifiers);
                // What is known of a member lists what it is known by, and all of it is found.
                var profile = await node.ProfileAsync(memberId);
                profile.Identifiers.Count.ShouldBe(member.Identifiers.Count);
                foreach (var identifier in profile.Identifiers)
                    (await node.FindAsync(identifier)).ShouldBe((IdentifierState.Held, memberId));
            }
        }
    }

    private async Task<List<byte[]>> SealedAsync()
    {
        var page = await _journal.ReadFeedAsync(FeedPosition.Start, 1_000);
        return [.. page.Records.Where(record => record.Stream.IsMember)
            .Select(record => EntryCodec.Read(record).SealedProfile)
            .OfType<byte[]>()];
    }

    private Task<MembersRig> OpenAsync() => MembersRig.OpenAsync(_journal, _keys);

    /// <summary>A vault of a process that ends at a step of an erasure.</summary>
    private sealed class FailingVault(IMemberKeyVault inner) : IMemberKeyVault
    {
        public bool FailsDeletions { get; init; }

        public bool FailsAfterMark { get; init; }

        public ValueTask<MemberKey> GetOrCreateAsync(StreamId member) => inner.GetOrCreateAsync(member);

        public ValueTask<MemberKey?> FindAsync(StreamId member) => inner.FindAsync(member);

        public ValueTask<bool> DeleteAsync(StreamId member) =>
            FailsDeletions ? throw new IOException("killed") : inner.DeleteAsync(member);

        public async ValueTask MarkAsync(StreamId member)
        {
            await inner.MarkAsync(member);
            if (FailsAfterMark)
                throw new IOException("killed");
        }

        public ValueTask UnmarkAsync(StreamId member) => inner.UnmarkAsync(member);

        public ValueTask<IReadOnlyList<StreamId>> ListMarkedAsync() => inner.ListMarkedAsync();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
