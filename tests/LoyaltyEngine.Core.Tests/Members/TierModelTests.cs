using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tests.Members.Model;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>The engine has members in the tiers in which the independent model has them, through years of random
/// purchases, refunds and grants under any table.</summary>
public sealed class TierModelTests
{
    private static readonly DateTimeZone s_london = DateTimeZoneProviders.Tzdb["Europe/London"];

    [Fact]
    public void AnyYears_PlayedByModelAndEngine_EndInTheSameTiers()
    {
        var met = new HashSet<string>();
        Laws.Hold(Cases, 300, given =>
        {
            var model = new TierModel(given.Table, new LocalDate(2026, 5, 28));
            var live = GivenMember.Enrolled(new Terms(Tiers: given.Table));
            var sales = new List<long>();
            var today = new LocalDate(2026, 5, 28);
            foreach (var (step, i) in given.Steps.Select((step, i) => (step, i)))
            {
                today = today.PlusDays(step.Days);
                model.Pass(today);
                live.AndDue(Evening(today));
                Play(step, i, today, model, live, sales);
                var told = $"{step} on {today} as step {i} under {given.Table}";
                Told(live).ShouldBe(model.Told(), told);
                met.Add(live.Member.Tier.Held.TierId);
                MemberSnapshot.Write(MemberSnapshot.Read(MemberSnapshot.Write(live.Member))!)
                    .ShouldBe(MemberSnapshot.Write(live.Member));
            }

            met.UnionWith(live.Entries.OfType<MemberEvent.TierReviewed>().Select(_ => "reviewed"));
            met.UnionWith(live.Entries.Any(entry => entry.Tier?.Kept.Length > 0) ? ["kept"] : []);
        });

        met.ShouldBe(["", "t0", "t1", "t2", "t3", "reviewed", "kept"], ignoreOrder: true);
    }

    private static Arbitrary<(TierTableDefinition Table, Step[] Steps)> Cases { get; } = Arb.From(
        from period in Gen.Elements(Enum.GetValues<TierPeriod>())
        let hasYears = period is TierPeriod.CalendarYear or TierPeriod.AnniversaryYear
        from basis in Gen.Elements(Enum.GetValues<TierBasis>())
        from months in Gen.Choose(1, 14)
        from hold in Gen.Choose(0, 2)
        from grace in Gen.Elements(0, 0, 1, 45, 120)
        from upgrade in Gen.Elements(Enum.GetValues<TierUpgrade>())
        from downgrade in Gen.Elements(Enum.GetValues<TierDowngrade>())
        from refunds in Gen.Elements(Enum.GetValues<TierRefunds>())
        from retain in Gen.Choose(0, 2)
        let unit = basis switch { TierBasis.Points => 50, TierBasis.Spend => 5_000, _ => 2 }
        from count in Gen.Choose(1, 40)
        from steps in StepOf().ListOf(count)
        // What a late purchase finds forgotten of a year of which nothing counted before, the model remembers.
        let told = hasYears && hold > 0 && retain > 0 ? steps.Select(step => step with { Late = 0 }) : steps
        select (new TierTableDefinition
        {
            Basis = basis,
            Period = period,
            Months = period == TierPeriod.RollingMonths ? months : 0,
            HoldPeriods = hasYears ? hold : 0,
            GraceDays = period == TierPeriod.Lifetime ? 0 : grace,
            Upgrade = hasYears && hold > 0 ? upgrade : TierUpgrade.AtOnce,
            Downgrade = downgrade,
            Refunds = refunds,
            Tiers =
            [
                .. Enumerable.Range(0, 4).Select(place => new TierDefinition
                {
                    Id = $"t{place}",
                    Threshold = place * unit,
                    RetainThreshold = hasYears && hold > 0 && place > 0 && retain > 0 ? place * unit / 2 : 0,
                }),
            ],
        }, told.ToArray()));

    private static Gen<Step> StepOf() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(Kind.Earn)), (3, Gen.Constant(Kind.ReturnPart)), (2, Gen.Constant(Kind.ReturnRest)),
            (2, Gen.Constant(Kind.Undo)), (1, Gen.Constant(Kind.Grant)), (1, Gen.Constant(Kind.Withdraw)),
            (2, Gen.Constant(Kind.Look)))
        from days in Gen.Frequency((5, Gen.Choose(0, 40)), (3, Gen.Choose(41, 400)), (1, Gen.Choose(401, 1_200)))
        from late in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 300)))
        from pounds in Gen.Choose(1, 90)
        from pick in Gen.Choose(0, 100)
        select new Step(kind, days, late, pounds, pick);

    private static void Play(
        Step step, int number, LocalDate today, TierModel model, GivenMember live, List<long> sales)
    {
        var id = $"step {number}";
        var sale = sales.Count > 0 ? sales[step.Pick % sales.Count] : 0;
        switch (step.Kind)
        {
            case Kind.Earn:
                var day = today.PlusDays(-step.Late);
                live.And(Earn(step.Pounds, id) with { OccurTime = Evening(day) });
                sales.Add(live.Member.Revision);
                model.Buy(live.Member.Revision, day, step.Pounds);
                break;
            case Kind.ReturnPart or Kind.ReturnRest when sale > 0:
                ReturnPart[] parts = step.Kind == Kind.ReturnRest ? [] : [new ReturnPart("1", 0, 100 * step.Pounds)];
                var back = new MemberCommand.ReturnSale(parts)
                { RequestId = id, RequestKey = Key(id), ContentHash = Content(id), OccurTime = Evening(today) };
                if (live.When(back, sale).Event is null)
                    return;
                live.And(back, sale);
                model.BringBack(sale, step.Kind == Kind.ReturnRest ? null : step.Pounds);
                break;
            case Kind.Undo when sale > 0:
                if (live.When(Reverse(sale, id), sale).Event is null)
                    return;
                live.And(Reverse(sale, id), sale);
                model.Undo(sale);
                break;
            case Kind.Grant:
                var end = today.PlusDays(1 + (step.Pick * 7));
                live.And(Grant($"t{1 + (step.Pick % 3)}", Midnight(end), id) with { OccurTime = Evening(today) });
                model.Grant(1 + (step.Pick % 3), end);
                break;
            case Kind.Withdraw:
                var withdraw = Grant("", default, id) with { OccurTime = Evening(today) };
                if (live.When(withdraw).Event is null)
                    return;
                live.And(withdraw);
                model.Withdraw();
                break;
        }
    }

    private static string Told(GivenMember live)
    {
        var table = live.Program!.Tiers!;
        var tier = live.Member.Tier;
        var progress = table.ProgressOf(tier, live.Member.EnrolTime, live.RecordTime);
        var end = tier.Held.TierId is "" or "t0" || tier.Held.EndTime.IsNever ? "-" : Day(tier.Held.EndTime);
        return $"{table.TierOf(tier).Id} {end} {progress.Count} {progress.NextTierId}";
    }

    private static string Day(LedgerTime time) => $"{time.ToInstant().InZone(s_london).Date:uuuu-MM-dd}";

    private static LedgerTime Midnight(LocalDate day) =>
        LedgerTime.FromInstant(day.AtStartOfDayInZone(s_london).ToInstant());

    // Later than the moment of the enrolment.
    private static LedgerTime Evening(LocalDate day) => Midnight(day).PlusSeconds(78_000);

    internal sealed record Step(Kind Kind, int Days, int Late, int Pounds, int Pick);

    internal enum Kind
    {
        Earn,
        ReturnPart,
        ReturnRest,
        Undo,
        Grant,
        Withdraw,
        Look,
    }
}
