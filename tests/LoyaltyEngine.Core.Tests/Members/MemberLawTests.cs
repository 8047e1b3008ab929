using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tests.Members.Model;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>The laws, as far as a member alone can keep them, over random histories.</summary>
public sealed class MemberLawTests
{
    [Fact]
    public void Law2_EveryRequestSentAgain_ChangesNothing() =>
        Laws.Hold(Histories.OfUpTo(120), 150, steps =>
        {
            var history = new History();
            var live = new LiveMember();
            var accepted = new List<(PlainRequest Request, MemberEvent Entry)>();
            foreach (var step in steps)
            {
                if (history.Next(step, live.Entries) is not { } request)
                    continue;
                var program = CompiledTerms.Of(history.Terms);
                var answer = live.Send(request, program);
                var state = MemberSnapshot.Write(live.Member);
                if (answer.Verdict == "accepted")
                    accepted.Add((request, live.Entries.Last(entry => entry.Origin.RequestId == request.Id)));

                // A refusal is no entry, so it is decided afresh and, with nothing in between, refused for the same.
                var again = live.Send(request, program);
                again.Verdict.ShouldBe(answer.Verdict == "accepted" ? "replayed" : answer.Verdict);
                MemberSnapshot.Write(live.Member).ShouldBe(state);
            }

            foreach (var (request, entry) in accepted)
            {
                var decision = live.Decide(request, CompiledTerms.Of(history.Terms));
                decision.IsReplay.ShouldBeTrue();
                decision.Event.ShouldBeSameAs(entry);
            }
        });

    [Fact]
    public void Law3_EveryEntryOfAMember_LeavesItsBooksBalanced() =>
        Laws.Hold(Histories.OfUpTo(300), 200, steps =>
        {
            var live = Play(steps, live =>
            {
                var member = live.Member;
                var lots = member.Lots.Open.ToArray();
                member.Balance.Total.ShouldBe(live.Entries.Sum(entry => entry.Points));
                var pending = member.Pending.Open.ToArray();
                var reserved = member.Reservations.Open.ToArray()
                    .SelectMany(reservation => reservation.Lots.Open.ToArray()).ToArray();
                member.Balance.Total.ShouldBe(
                    lots.Sum(lot => lot.Points) + pending.Sum(lot => lot.Points) + reserved.Sum(lot => lot.Points)
                    - member.Debt);
                member.Balance.ShouldBe(live.Entries[^1].BalanceAfter);

                lots.ShouldAllBe(lot => lot.Points > 0);
                pending.ShouldAllBe(lot => lot.Points > 0);
                reserved.ShouldAllBe(lot => lot.Points > 0);
                lots.Select(lot => (lot.ExpireTime, lot.Id)).ShouldBeInOrder();
                pending.Select(lot => (lot.ActivateTime, lot.Id)).ShouldBeInOrder();
                member.Debts.Open.ToArray().ShouldAllBe(debt => debt.Points > 0);
                member.Debts.Open.ToArray().Select(debt => debt.Id).ShouldBeInOrder();
                member.Debts.Open.ToArray().Sum(debt => debt.Points).ShouldBe(member.Debt);
                (member.Debt > 0 && lots.Length > 0).ShouldBeFalse("open lots and debt at once");
            });
            live.Entries.Select(entry => entry.Revision)
                .ShouldBe(Enumerable.Range(1, live.Entries.Count).Select(i => (long)i));
        });

    [Fact]
    public void Law3_EveryEntryOfSeveralMembers_LeavesTheProgramsBooksBalanced() =>
        Laws.Hold(Arb.Array(Histories.OfUpTo(60)), 60, histories =>
        {
            var totals = new ProgramTotals();
            var members = new List<LiveMember>();
            foreach (var steps in histories)
            {
                // One more member, while those before it stay as they are.
                var live = Play(steps, live =>
                {
                    totals = totals.With(live.Entries[^1]);
                    totals.Balances.ShouldBeTrue($"{totals}");
                    totals.Outstanding.ShouldBe(members.Append(live).Sum(
                        one => one.Member.Balance.Total + one.Member.Debt));
                    totals.Debt.ShouldBe(members.Append(live).Sum(one => one.Member.Debt));
                });
                members.Add(live);
            }

            totals.EntryCount.ShouldBe(members.Sum(live => live.Entries.Count));
            totals.MemberCount.ShouldBe(members.Count(live => live.Member.IsEnrolled));
            var entries = members.SelectMany(live => live.Entries).ToArray();
            var exchanges = entries.OfType<MemberEvent.PurchaseExchanged>().ToArray();
            totals.Issued.ShouldBe(
                entries.OfType<MemberEvent.PointsEarned>().Sum(entry => entry.Points)
                + exchanges.Sum(entry => entry.Earned.Points));
            totals.Reversed.ShouldBe(
                -entries.OfType<MemberEvent.PurchaseReturned>().Sum(entry => entry.Points)
                - exchanges.Sum(entry => entry.Returned.Points)
                - entries.OfType<MemberEvent.PointsReversed>().Where(entry => !entry.WasAdjustment && !entry.WasBurn)
                    .Sum(entry => entry.Points));
            totals.Adjusted.ShouldBe(
                entries.OfType<MemberEvent.PointsAdjusted>().Sum(entry => entry.Points)
                + entries.OfType<MemberEvent.PointsReversed>().Where(entry => entry.WasAdjustment)
                    .Sum(entry => entry.Points));
            totals.WrittenOff.ShouldBe(-entries.OfType<MemberEvent.DebtWrittenOff>().Sum(entry => entry.Points));
            totals.Expired.ShouldBe(-entries.OfType<MemberEvent.PointsExpired>().Sum(entry => entry.Points));
            totals.Burned.ShouldBe(-entries.OfType<MemberEvent.PointsBurned>().Sum(entry => entry.Points));
        });

    [Fact]
    public void Law4_ReversalWithNothingInBetween_RestoresWhatTheMemberHad() =>
        Laws.Hold(Arb.Zip(Histories.OfUpTo(120), Gen.Choose(0, 60).Two().ToArbitrary()), 400, drawn =>
        {
            var (steps, (amount, termsPick)) = drawn;
            var terms = Histories.AllTerms[termsPick % Histories.AllTerms.Length];
            var live = Play([.. steps, new Step(StepKind.Enrol, 0, 0, StepFaults.None)], _ => { });
            PlainRequest[] requests =
            [
                new("earn", PlainKind.Earn) { Amounts = [amount * 100], Day = 500, OccurDay = 500 },
                new("burn", PlainKind.Burn) { Points = amount, Day = 500, OccurDay = 500 },
                new("give", PlainKind.Adjust) { Points = amount + 1, Reason = "goodwill", Day = 999, OccurDay = 999 },
                new("take", PlainKind.Adjust)
                {
                    Points = -amount - 1, Reason = "goodwill", Day = 1_999, OccurDay = 1_999,
                },
            ];
            foreach (var request in requests)
            {
                // What is due by then is so in any case.
                var before = new PlainRequest($"before {request.Id}", PlainKind.Cancel) { Day = request.Day };
                live.Send(before, CompiledTerms.Of(terms));
                var (balance, lots) = (live.Member.Balance, live.Member.Lots.Open.ToArray());
                if (live.Send(request, CompiledTerms.Of(terms)).Verdict != "accepted")
                    continue;
                var undo = new PlainRequest($"undo {request.Id}", PlainKind.Reverse) 
                {
                    Target = live.Member.Revision,
                    Day = request.Day,
                    OccurDay = request.Day,
                };
                var answer = live.Send(undo, CompiledTerms.Of(terms));

                answer.Verdict.ShouldBe("accepted");
                answer.Forgiven.ShouldBe(0);
                live.Member.Balance.ShouldBe(balance);
                live.Member.Lots.Open.ToArray().ShouldBe(lots);
            }
        });

    [Fact]
    public void Law6_FoldOfAllEntries_IsTheLiveStateByteForByte() =>
        Laws.Hold(Histories.OfUpTo(300), 200, steps =>
        {
            var folded = new Member();
            Play(steps, live =>
            {
                MemberFold.Evolve(folded, live.Entries[^1]);
                MemberSnapshot.Write(folded).AsSpan().SequenceEqual(MemberSnapshot.Write(live.Member)).ShouldBeTrue();
            });
        });

    [Fact]
    public void Law6_FoldOfSnapshotAndTail_IsTheFoldOfAll() =>
        Laws.Hold(Histories.OfUpTo(120), 60, steps =>
        {
            var snapshots = new List<byte[]> { MemberSnapshot.Write(new Member()) };
            var live = Play(steps, live => snapshots.Add(MemberSnapshot.Write(live.Member)));
            for (var cut = 0; cut < snapshots.Count; cut++)
            {
                var member = MemberSnapshot.Read(snapshots[cut]).ShouldNotBeNull();
                MemberSnapshot.Write(member).ShouldBe(snapshots[cut]);
                foreach (var entry in live.Entries.Skip(cut))
                    MemberFold.Evolve(member, entry);
                MemberSnapshot.Write(member).ShouldBe(snapshots[^1], $"cut after entry {cut}");
                member.RecentRequests.Floor.ShouldBe(live.Member.RecentRequests.Floor);
            }
        });

    // Plays a history and looks at the member after each of its entries.
    private static LiveMember Play(Step[] steps, Action<LiveMember> look)
    {
        var history = new History();
        LiveMember? live = null;
        live = new LiveMember { Accepted = _ => look(live!) };
        foreach (var step in steps)
        {
            if (history.Next(step, live.Entries) is { } request)
                live.Send(request, CompiledTerms.Of(history.Terms));
        }

        return live;
    }
}
