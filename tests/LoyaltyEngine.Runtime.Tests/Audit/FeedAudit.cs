using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>Reads a journal's feed, checks the chains and, at every entry, law 3, and sorts it by member.</summary>
internal static class FeedAudit
{
    private const int PageRecords = 50;

    /// <summary>The entries of each member, oldest first.</summary>
    public static async Task<Dictionary<string, List<MemberEvent>>> ReadAsync(IJournal journal)
    {
        var members = new Dictionary<string, List<MemberEvent>>();
        var heads = new Dictionary<StreamId, (long Revision, ChainHash Hash)>();
        var totals = default(Totals);
        var position = FeedPosition.Start;
        while (true)
        {
            var page = await journal.ReadFeedAsync(position, PageRecords);
            foreach (var record in page.Records)
            {
                CheckChain(heads, record);
                if (!record.Stream.IsMember)
                    continue;
                var change = EntryCodec.Read(record);
                var entries = members.TryGetValue(record.Stream.Parts[2], out var known) ? known : [];
                members[record.Stream.Parts[2]] = entries;
                totals = totals.With(change, entries);
                entries.Add(change);
                Claim.Equal(totals.Sides.Left, totals.Sides.Right, $"law 3 with {record.Stream}, {record.Revision}");
            }

            if (page.Next == position)
                break;
            position = page.Next;
        }

        var books = await new TotalsProjection(journal).CatchUpAsync(CancellationToken.None);
        totals.Compare(books.Of(TenantId.Default, TestProgram.Id));
        return members;
    }

    private static void CheckChain(Dictionary<StreamId, (long Revision, ChainHash Hash)> heads, StoredRecord record)
    {
        var (revision, hash) = heads.GetValueOrDefault(record.Stream, (0, ChainHash.Genesis(record.Stream)));
        Claim.Equal(record.Revision, revision + 1, $"{record.Stream} has no gaps");
        Claim.Equal(record.Hash, hash.Next(record.Revision, record.Body.Span), $"{record.Stream} is one chain");
        heads[record.Stream] = (record.Revision, record.Hash);
    }

    private readonly record struct Totals(
        long Issued, long Restored, long Held, long Debt, long Burned, long Expired, long Reversed, long Adjusted,
        long Members)
    {
        public (long Left, long Right) Sides =>
            (Issued + Restored + Adjusted, Held - Debt + Burned + Expired + Reversed);

        public Totals With(MemberEvent change, List<MemberEvent> earlier)
        {
            var before = earlier.Count == 0 ? default : earlier[^1].BalanceAfter;
            var after = change.BalanceAfter;
            var held = after.Available + after.Pending + after.Reserved
                - before.Available - before.Pending - before.Reserved;
            var points = held - after.Debt + before.Debt;
            var next = this with { Held = Held + held, Debt = Debt + after.Debt - before.Debt };
            return change switch
            {
                MemberEvent.MemberEnrolled => next with { Members = Members + 1 },
                MemberEvent.PointsEarned => next with { Issued = Issued + points },
                MemberEvent.PointsBurned => next with { Burned = Burned - points },
                MemberEvent.PointsExpired => next with { Expired = Expired - points },
                MemberEvent.PurchaseReturned => next with { Reversed = Reversed - points },
                MemberEvent.PurchaseExchanged { Earned: var earned } => next with
                {
                    Issued = Issued + earned.AppliedRules.Sum(rule => rule.Points),
                    Reversed = Reversed - points + earned.AppliedRules.Sum(rule => rule.Points),
                },
                MemberEvent.PointsAdjusted => next with { Adjusted = Adjusted + points },
                MemberEvent.PointsReversed { WasAdjustment: true } => next with { Adjusted = Adjusted + points },
                MemberEvent.PointsReversed { WasBurn: true } => next with { Restored = Restored + points },
                MemberEvent.PointsReversed => next with { Reversed = Reversed - points },
                _ => next,
            };
        }

        public void Compare(ProgramTotals books)
        {
            books.Balances.ShouldBeTrue();
            var projected = new Totals(
                books.Issued,
                books.Restored,
                books.Outstanding,
                books.Debt,
                books.Burned,
                books.Expired,
                books.Reversed,
                books.Adjusted,
                books.MemberCount);
            projected.ShouldBe(this, "the projection and the feed agree");
        }
    }
}
