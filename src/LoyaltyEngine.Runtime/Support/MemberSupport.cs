using System.Text;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tiers;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime.Members;
using LoyaltyEngine.Runtime.Programs;

namespace LoyaltyEngine.Runtime.Support;

/// <summary>
/// What the customer-care desk asks: corrections, explanations, proofs. Failures are those of <see cref="Ledger"/>.
/// Thread-safe.
/// </summary>
public sealed class MemberSupport(
    Ledger ledger, IJournal journal, IMemberKeyVault keys, IdentifierHasher hasher)
{
    /// <summary>The most open lots that are explained one by one.</summary>
    public const int LotCountMax = 500;

    private const int WholeHistoriesMax = 8;

    // Small, so that no part of a preview looks at many more members than were asked for.
    private const int FeedPageRecords = 200;

    // A part of a preview ends though it found few members.
    private const int ScannedMax = 200_000;

    // No identifier can be of this kind: kinds have no blanks.
    private const string ContentKind = "note of an adjustment";

    // Reading a whole history may take a while: a few at once leave the disk and the memory to the tills.
    private readonly Admission _wholeHistories = new(WholeHistoriesMax);

    /// <summary>Gives or takes points by hand; the note enters the journal sealed under the member's key.</summary>
    public async Task<WriteAnswer> AdjustAsync(
        ProgramHost program, string memberId, RequestHead head, long points, string reasonCode, string note)
    {
        var sealedNote = Array.Empty<byte>();
        var noteHash = "";
        if (note.Length > 0)
        {
            // A key is made for members only.
            if (!(await ledger.GetBalanceAsync(program, memberId)).IsEnrolled)
                return new WriteAnswer(null, false, new Rejection(RejectionReason.MemberUnknown));
            var stream = StreamOf(program, memberId);
            var key = await keys.GetOrCreateAsync(stream);
            sealedNote = PersonalDataSealer.Seal(key, stream, Encoding.UTF8.GetBytes(note));
            noteHash = hasher.Hash(program.FullName, ContentKind, note);
        }

        return await ledger.AdjustAsync(program, memberId, head, points, reasonCode, sealedNote, noteHash);
    }

    /// <summary>Explains one entry; null where the member has none such.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="target">The entry.</param>
    /// <param name="explainsSkipped">Whether to tell why rules did not apply to what was bought.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<EntryExplanation?> ExplainEntryAsync(
        ProgramHost program,
        string memberId,
        EntryTarget target,
        bool explainsSkipped = false,
        CancellationToken cancellation = default)
    {
        var reversed = await ledger.LookAsync(program, memberId, (member, _, _) => member.Reversed.ToArray());
        var entry = target.Revision > 0
            ? await ledger.FindEntryAsync(program, memberId, target.Revision)
            : (await ledger.GetOutcomeAsync(program, memberId, target.RequestId)).Event;
        if (entry is null)
            return null;
        var isReversed = Array.BinarySearch(reversed, entry.Revision) >= 0;
        var explanation = new EntryExplanation(
            entry, VersionOf(program, entry), isReversed, await ReadNoteAsync(program, memberId, entry));
        return explainsSkipped && explanation.Program is { } version && entry.Sale is { Claim: not null } sale
            ? await WithSkippedAsync(explanation, sale, program, version, memberId, cancellation)
            : explanation;
    }

    /// <summary>Looks at members in the order of their enrolment, and tells who would move where by another table.
    /// Reads the journal only: no member comes into memory by it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="next">The other table.</param>
    /// <param name="after">Where in the feed to begin.</param>
    /// <param name="memberCountMax">The most members to look at.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public async Task<TierPreview> PreviewTiersAsync(
        ProgramHost program,
        TierTable next,
        FeedPosition after,
        int memberCountMax,
        CancellationToken cancellation)
    {
        _wholeHistories.Enter();
        try
        {
            var time = ledger.Publishing.Now;
            var now = program.TiersAt(time);
            var (count, scanned, moves) = (0, 0, new List<(string, TierMove)>());
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var page = await journal.ReadFeedAsync(after, FeedPageRecords);
                foreach (var record in page.Records)
                {
                    if (!IsEnrolment(record, program))
                        continue;
                    count++;
                    var member = await LoadAsync(record.Stream);
                    var move = TierMove.Of(member, now, next, time);
                    if (member.Status != MemberStatus.Erased && move.FormerTierId != move.TierId)
                        moves.Add((record.Stream.Parts[2], move));
                }

                (after, scanned) = (page.Next, scanned + page.Records.Count);
                if (page.AtEnd)
                    return new TierPreview(count, moves, null);
                if (count >= memberCountMax || scanned >= ScannedMax)
                    return new TierPreview(count, moves, after);
            }
        }
        finally
        {
            _wholeHistories.Leave();
        }
    }

    /// <summary>Explains a balance; null where there is no such member.</summary>
    /// <exception cref="MemberStoppedException">The entries do not fold to the balance.</exception>
    public async Task<BalanceExplanation?> ExplainBalanceAsync(
        ProgramHost program, string memberId, CancellationToken cancellation)
    {
        _wholeHistories.Enter();
        try
        {
            var (isEnrolled, revision, balance, lots) = await ledger.LookAsync(
                program,
                memberId,
                (member, _, _) => (
                    member.IsEnrolled, member.Revision, member.Balance, Lots: HeldLot.Of(member)));
            if (!isEnrolled)
                return null;

            var stream = StreamOf(program, memberId);
            var parts = new BalanceParts();
            var folded = new Member();
            await foreach (var record in StoredHistory.ReadAsync(journal, stream, revision, cancellation))
            {
                var entry = EntryCodec.Read(record);
                Fold(folded, entry, stream);
                parts.Add(entry);
            }

            if (folded.Revision != revision || folded.Balance != balance)
            {
                throw new MemberStoppedException(stream.Text, new CorruptMemberException(
                    $"its entries fold to {folded.Balance} at {folded.Revision}, it has {balance} at {revision}"));
            }

            var opened = new List<(HeldLot, MemberEvent)>(Math.Min(lots.Count, LotCountMax));
            foreach (var held in lots.Take(LotCountMax))
                opened.Add((held, await OpenedByAsync(program, memberId, held.Lot)));
            var more = lots.Skip(LotCountMax).Select(held => held.Lot).ToList();
            return new BalanceExplanation(
                balance, revision, parts.ToList(), opened, more.Count, more.Sum(lot => lot.Points));
        }
        finally
        {
            _wholeHistories.Leave();
        }
    }

    /// <summary>Proves a member from the journal alone; null where there is no such member.</summary>
    public async Task<MemberVerification?> VerifyAsync(
        ProgramHost program, string memberId, CancellationToken cancellation)
    {
        _wholeHistories.Enter();
        try
        {
            return await MemberVerifier.VerifyAsync(
                ledger, program, journal, memberId, StreamOf(program, memberId), cancellation);
        }
        finally
        {
            _wholeHistories.Leave();
        }
    }

    /// <summary>The program version that an entry was decided by; null where none was.</summary>
    public static LoyaltyProgram? VersionOf(ProgramHost program, MemberEvent entry) =>
        program.Schedule.Versions.FirstOrDefault(version => version.Version == entry.Origin.ProgramVersion);

    // What rules ask of the member is what the entries before said of it.
    private async Task<EntryExplanation> WithSkippedAsync(
        EntryExplanation explanation,
        MemberEvent.PointsEarned sale,
        ProgramHost program,
        LoyaltyProgram version,
        string memberId,
        CancellationToken cancellation)
    {
        _wholeHistories.Enter();
        try
        {
            var (member, stream) = (new Member(), StreamOf(program, memberId));
            await foreach (var record in StoredHistory.ReadAsync(journal, stream, sale.Revision - 1, cancellation))
                Fold(member, EntryCodec.Read(record), stream);
            var tiers = program.TiersAt(sale.Origin.RecordTime);
            var facts = explanation.Entry is MemberEvent.PurchaseExchanged { Returned: var returned }
                ? PurchaserFacts.Of(
                    member,
                    member.PurchaseCount - (returned.OfSale!.IsWhole ? 1 : 0),
                    member.Tier.After(returned),
                    tiers)
                : PurchaserFacts.Of(member, tiers);
            return explanation with
            {
                Skipped = [.. version.Explain(sale, facts).Take(QuoteAnswer.SkippedCountMax)],
                // The base rate stands among those applied.
                SkippedCount = version.Definition.Earning.Rules.Count + 1 - sale.AppliedRules.Length,
            };
        }
        finally
        {
            _wholeHistories.Leave();
        }
    }

    private async Task<string> ReadNoteAsync(ProgramHost program, string memberId, MemberEvent entry)
    {
        if (entry is not MemberEvent.PointsAdjusted { SealedNote: { Length: > 0 } sealedNote })
            return "";
        var stream = StreamOf(program, memberId);
        return await keys.FindAsync(stream) is { } key
            && PersonalDataSealer.TryUnseal(key, stream, sealedNote) is { } clear
                ? Encoding.UTF8.GetString(clear)
                : "";
    }

    private async Task<MemberEvent> OpenedByAsync(ProgramHost program, string memberId, Lot lot) =>
        await ledger.FindEntryAsync(program, memberId, lot.Id)
        ?? throw new MemberStoppedException(
            StreamOf(program, memberId).Text, new CorruptMemberException($"no entry opened its lot {lot.Id}"));

    private static void Fold(Member member, MemberEvent entry, StreamId stream)
    {
        try
        {
            MemberFold.Evolve(member, entry);
        }
        catch (CorruptMemberException e)
        {
            throw new MemberStoppedException(stream.Text, e);
        }
    }

    private StreamId StreamOf(ProgramHost program, string memberId) =>
        StreamId.Member(program.Tenant, program.Id, memberId);

    private async Task<Member> LoadAsync(StreamId stream)
    {
        try
        {
            return await StoredMember.FoldAsync(journal, stream, await journal.LoadAsync(stream));
        }
        catch (CorruptMemberException e)
        {
            throw new MemberStoppedException(stream.Text, e);
        }
    }

    private static bool IsEnrolment(StoredRecord record, ProgramHost program) =>
        record.Stream.IsMember && record.Stream.Parts is [var tenant, var id, _]
        && tenant == program.Tenant && id == program.Id
        && EntryCodec.Read(record) is MemberEvent.MemberEnrolled;
}
