using FsCheck;
using FsCheck.Fluent;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Core.Tests.Programs;
using NodaTime;
using static LoyaltyEngine.Core.Tests.Members.Requests;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>Law 4 over random programs and baskets: what refunds by reference claim, whatever their steps.</summary>
public sealed class RefundLawTests
{
    private const int CaseCount = 1_500;

    private static readonly Arbitrary<(ProgramGenerators.Case, int)> WithoutConflicts = Arb.From(
        from drawn in ProgramGenerators.CasesWithoutConflicts.Generator
        from seed in Gen.Choose(0, int.MaxValue)
        select (drawn, seed));

    [Fact]
    public void Law4_EveryCutAndOrderOfARefund_EndsInOneStateAndClaimsWhatIsMissing()
    {
        var partial = 0;
        Laws.Hold(WithoutConflicts, CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1, random) is not { } trade)
                return;
            var parts = AnyParts(trade.Sale.Basket.Lines, random);
            var left = Left(trade.Sale.Basket, parts);
            var expected = trade.Sale.Points - trade.Program.Evaluate(left, trade.Till, Noon, trade.Buyer).Points;
            partial += expected > 0 && expected < trade.Sale.Points ? 1 : 0;

            var states = new List<string>();
            for (var way = 0; way < 3; way++)
            {
                var member = trade.Copy();
                var claimed = 0L;
                foreach (var step in Steps(parts, random))
                {
                    var returned = member.Return(step);
                    claimed += returned.OfSale.ShouldNotBeNull().ClaimedPoints;
                    returned.AppliedRules.Sum(rule => rule.Points).ShouldBe(returned.OfSale.ClaimedPoints);
                    returned.AppliedRules.ShouldAllBe(rule => rule.Points >= 0);
                }

                claimed.ShouldBe(expected);
                states.Add(member.State);
            }

            states.Distinct().Count().ShouldBe(1, string.Join("\n", states));
        });
        partial.ShouldBeGreaterThan(CaseCount / 10);
    }

    // Which of them counts is settled with the sale, so what is left may have earned otherwise.
    [Fact]
    public void Law4_RulesThatExcludeEachOther_EveryCutAndOrderEndsInOneState()
    {
        Laws.Hold(Arb.Zip(ProgramGenerators.Cases, Gen.Choose(0, int.MaxValue).ToArbitrary()), CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1, random) is not { } trade)
                return;
            var parts = AnyParts(trade.Sale.Basket.Lines, random);
            var states = new List<string>();
            for (var way = 0; way < 3; way++)
            {
                var member = trade.Copy();
                var claimed = 0L;
                foreach (var step in Steps(parts, random))
                {
                    var returned = member.Return(step);
                    claimed += returned.OfSale.ShouldNotBeNull().ClaimedPoints;
                    returned.AppliedRules.ShouldAllBe(rule => rule.Points >= 0);
                }

                claimed.ShouldBeLessThanOrEqualTo(trade.Sale.Points);
                states.Add($"{claimed} {member.State}");
            }

            states.Distinct().Count().ShouldBe(1, string.Join("\n", states));
        });
    }

    [Fact]
    public void Law4_AllReturnedInAnySteps_IsAsIfNeverBought() =>
        Laws.Hold(Arb.Zip(ProgramGenerators.Cases, Gen.Choose(0, int.MaxValue).ToArbitrary()), CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1, random) is not { } trade)
                return;
            foreach (var step in Steps(AnyParts(trade.Sale.Basket.Lines, random), random))
                trade.Return(step);
            if (!trade.IsSaleWhole)
            {
                if (random.Next(2) == 0)
                    trade.Return([]);
                else
                    trade.Reverse();
            }

            trade.State.ShouldBe(trade.StateBefore);
        });

    [Fact]
    public void Law4_OtherEntriesInBetween_LeaveTheSumOfClaims() =>
        Laws.Hold(WithoutConflicts, CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1, random) is not { } trade)
                return;
            var parts = AnyParts(trade.Sale.Basket.Lines, random);
            var expected = trade.Sale.Points
                - trade.Program
                    .Evaluate(Left(trade.Sale.Basket, parts), trade.Till, Noon, trade.Buyer).Points;
            var claimed = 0L;
            foreach (var step in Steps(parts, random))
            {
                trade.DoSomethingElse(random);
                var returned = trade.Return(step);
                claimed += returned.OfSale!.ClaimedPoints;
                (returned.ForgivenPoints + returned.OfSale.ExpiredPoints - returned.Points)
                    .ShouldBe(returned.OfSale.ClaimedPoints);
            }

            claimed.ShouldBe(expected);
        });

    [Fact]
    public void Exchange_AnySaleAndBasketInAnyHistory_IsTheReturnAndThenThePurchase()
    {
        var (exchanged, owed, refused) = (0, 0, 0);
        Laws.Hold(Arb.Zip(TwoCases, Gen.Choose(0, int.MaxValue).ToArbitrary()), CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1.First, random) is not { } one)
                return;
            for (var i = random.Next(5); i > 0; i--)
                one.DoSomethingElse(random);
            if (random.Next(3) == 0)
                one.Return([.. AnyParts(one.Sale.Basket.Lines, random).SelectMany(Halves)]);
            var two = one.Copy();
            var basket = Trade.BasketOf(drawn.Item1.Second, random);
            ReturnPart[] parts = [.. AnyParts(one.Sale.Basket.Lines, random).SelectMany(Halves)];

            var decision = one.Exchange(parts, basket);
            var returned = two.TryReturn(parts);
            var earned = returned is null ? null : two.TryEarn(basket);
            if (decision is null || earned is null)
            {
                (decision is null).ShouldBe(earned is null);
                refused++;
                return;
            }

            exchanged++;
            owed += returned!.Settlement.DebtChange > 0 && earned.Settlement.DebtChange < 0 ? 1 : 0;
            decision.Points.ShouldBe(returned.Points + earned.Points);
            decision.Settlement.DebtChange.ShouldBe(returned.Settlement.DebtChange + earned.Settlement.DebtChange);
            decision.Returned.ForgivenPoints.ShouldBe(returned.ForgivenPoints);
            decision.Returned.AppliedRules.ShouldBe(returned.AppliedRules);
            decision.Earned.AppliedRules.ShouldBe(earned.AppliedRules);
            one.ShouldBeLike(two, decision.Revision, earned.Revision);

            // And so it stays, whatever comes back of either sale after it.
            foreach (var step in Steps(AnyParts(basket.Lines, random), random))
            {
                one.TryReturn(step, decision)?.Points.ShouldBe(two.TryReturn(step, earned)!.Points);
                if (random.Next(2) == 0)
                    one.TryReturn([])?.Points.ShouldBe(two.TryReturn([])!.Points);
                one.ShouldBeLike(two, decision.Revision, earned.Revision);
            }
        });
        exchanged.ShouldBeGreaterThan(CaseCount / 2);
        owed.ShouldBeGreaterThan(CaseCount / 50);
        refused.ShouldBeGreaterThan(CaseCount / 50);
    }

    [Fact]
    public void Law4_AllReturnedAfterAnExchange_IsAsIfNeverBought() =>
        Laws.Hold(Arb.Zip(TwoCases, Gen.Choose(0, int.MaxValue).ToArbitrary()), CaseCount, drawn =>
        {
            var random = new Random(drawn.Item2);
            if (Trade.Open(drawn.Item1.First, random) is not { } trade)
                return;
            var back = AnyParts(trade.Sale.Basket.Lines, random).SelectMany(Halves).ToArray();
            var basket = Trade.BasketOf(drawn.Item1.Second, random);
            if (back.Length == 0 || trade.Exchange(back, basket) is not { } exchange)
                return;

            var claimed = 0L;
            foreach (var step in Steps(AnyParts(basket.Lines, random), random))
                claimed += trade.TryReturn(step, exchange).ShouldNotBeNull().OfSale!.ClaimedPoints;
            claimed += trade.TryReturn([], exchange)?.OfSale!.ClaimedPoints ?? 0;
            claimed.ShouldBe(exchange.Earned.Points);
            claimed = exchange.Returned.OfSale!.ClaimedPoints + (trade.TryReturn([])?.OfSale!.ClaimedPoints ?? 0);
            claimed.ShouldBe(trade.Sale.Points);

            trade.State.ShouldBe(trade.StateBefore);
        });

    private static Arbitrary<(ProgramGenerators.Case First, ProgramGenerators.Case Second)> TwoCases { get; } =
        Arb.Zip(ProgramGenerators.Cases, ProgramGenerators.Cases);

    // Either a quantity or an amount each, as a request has them.
    private static IEnumerable<ReturnPart> Halves(ReturnPart part)
    {
        if (part.QuantityThousandths > 0)
            yield return part with { AmountMinor = 0 };
        if (part.AmountMinor > 0)
            yield return part with { QuantityThousandths = 0 };
    }

    // Of some lines a quantity, an amount, both or all of it; never more than there is.
    private static List<ReturnPart> AnyParts(BasketLine[] lines, Random random)
    {
        var parts = new List<ReturnPart>();
        foreach (var line in lines)
        {
            var quantity = random.Next(3) switch
            {
                0 => 0,
                1 => random.NextInt64(1, line.QuantityThousandths),
                _ => line.QuantityThousandths,
            };
            var byQuantity = (long)((Int128)line.AmountMinor * quantity / line.QuantityThousandths);
            var rest = line.AmountMinor - byQuantity;
            var amount = rest == 0 || random.Next(2) == 0 ? 0 : random.NextInt64(1, rest + 1);
            // Once all of its amount is paid back nothing is left of a line, also where a quantity should come still.
            if (quantity > 0 && amount == rest)
                amount = 0;
            if (quantity > 0 || amount > 0)
                parts.Add(new ReturnPart(line.LineId, quantity, amount));
        }

        return parts;
    }

    // The same parts cut anyhow, in any order, several in one step or each in its own.
    private static List<ReturnPart[]> Steps(List<ReturnPart> parts, Random random)
    {
        var pieces = new List<ReturnPart>();
        foreach (var part in parts)
        {
            var (quantity, amount) = (part.QuantityThousandths, part.AmountMinor);
            while (quantity > 0 || amount > 0)
            {
                var (q, a) = (random.NextInt64(0, quantity + 1), random.NextInt64(0, amount + 1));
                if (random.Next(2) == 0)
                    (q, a) = (quantity, amount);
                if (q == 0 && a == 0)
                    continue;
                // The request has either, so both are two pieces.
                if (q > 0)
                    pieces.Add(new ReturnPart(part.LineId, q, 0));
                if (a > 0)
                    pieces.Add(new ReturnPart(part.LineId, 0, a));
                (quantity, amount) = (quantity - q, amount - a);
            }
        }

        var order = pieces.ToArray();
        random.Shuffle(order);
        var steps = new List<ReturnPart[]>();
        for (var i = 0; i < order.Length;)
        {
            var count = Math.Min(random.Next(1, 4), order.Length - i);
            steps.Add(order[i..(i + count)]);
            i += count;
        }

        return steps;
    }

    // The basket as a till would send it, had the parts never been bought.
    private static Basket Left(Basket basket, List<ReturnPart> parts)
    {
        var left = new List<BasketLine>();
        foreach (var line in basket.Lines)
        {
            var part = parts.Find(one => one.LineId == line.LineId);
            var paidBack = (long)((Int128)line.AmountMinor * part.QuantityThousandths / line.QuantityThousandths)
                + part.AmountMinor;
            var isGone = part.QuantityThousandths == line.QuantityThousandths
                || (line.AmountMinor > 0 && paidBack == line.AmountMinor);
            if (!isGone)
                {
                left.Add(line with
                {
                    AmountMinor = line.AmountMinor - paidBack,
                    QuantityThousandths = line.QuantityThousandths - part.QuantityThousandths,
                });
            }
        }

        return basket with { Lines = [.. left] };
    }

    /// <summary>A member who bought a basket, perhaps while owing, and what is done after it.</summary>
    private sealed class Trade
    {
        private readonly List<MemberEvent> _entries = [];
        private readonly Member _member = new();
        private LedgerTime _now = Noon;
        private int _count;

        private Trade(LoyaltyProgram program, TillContext till) => (Program, Till) = (program, till);

        public LoyaltyProgram Program { get; }

        public TillContext Till { get; }

        /// <summary>The member when the sale was made.</summary>
        public PurchaserFacts Buyer { get; private set; }

        public MemberEvent.PointsEarned Sale { get; private set; } = null!;

        public string StateBefore { get; private set; } = "";

        public bool IsSaleWhole => _member.SaleReturns.Of(Sale.Revision).IsWhole;

        public string State => $"{_member.Balance} {string.Join(' ', _member.Lots.Open.ToArray())} "
            + $"{string.Join(' ', _member.Pending.Open.ToArray())} {string.Join(' ', _member.Debts.Open.ToArray())} "
            + $"{_member.Lapse} {_member.PurchaseCount} {TierState} {_member.Tier.ReviewTime} "
            + string.Join(' ', _member.Tier.Counts.ToArray());

        // The lowest tier is everybody's, whether an entry said so or not.
        private string TierState => _member.Tier.Held.TierId is "" or "bronze" ? "" : _member.Tier.Held.ToString();

        /// <summary>Null where the basket earns more than a basket may.</summary>
        public static Trade? Open(ProgramGenerators.Case drawn, Random random)
        {
            var life = random.Next(3);
            var program = LoyaltyProgram.Compile(
                new ProgramDefinition
                {
                    Id = "shop",
                    CurrencyCode = "GBP",
                    TimeZone = "Europe/London",
                    BeginDate = new LocalDate(2009, 1, 1),
                    Earning = drawn.Earning,
                    StoreGroups = ProgramSamples.Valid.StoreGroups,
                    Tiers = ProgramSamples.Valid.Tiers! with
                    {
                        Basis = (TierBasis)random.Next(3),
                        Upgrade = (TierUpgrade)random.Next(2),
                    },
                    Expiry = life == 1 ? new ExpiryDefinition { Period = 30, Unit = ExpiryUnit.Days } : null,
                    Inactivity = life == 2
                        ? new InactivityDefinition
                        {
                            Period = 20,
                            Unit = ExpiryUnit.Days,
                            NoticeDays = random.Next(6),
                            Activities = random.Next(2) == 0 ? MemberActions.None : MemberActions.Burn,
                        }
                        : null,
                    Pending = random.Next(4) switch
                    {
                        0 => new PendingDefinition { Days = 10 },
                        1 => new PendingDefinition { Event = "delivered" },
                        _ => null,
                    },
                    Burning = new BurningDefinition { PointsPerCurrencyUnit = 100 },
                    Returns = new ReturnDefinition { Shortfall = (ShortfallPolicy)random.Next(2) },
                    Adjustments = new AdjustmentDefinition
                    {
                        MaximumPoints = 1_000_000,
                        DailyMaximumPoints = 1_000_000,
                        Shortfall = AdjustmentShortfall.Debt,
                    },
                },
                1,
                Instant.FromUtc(2009, 1, 1, 0, 0));
            var trade = new Trade(program, drawn.Context);
            trade.Do(Enrol());
            for (var i = random.Next(8); i > 4; i--)
            {
                trade.Do(Adjust(random.Next(3) == 0 ? 40 : -random.Next(1, 900), $"before {i}"));
                trade.PassTime(1);
            }

            for (var i = random.Next(3); i > 0; i--)
                trade.Try(EarnMinor(random.Next(200), $"earlier {i}"), target: null);
            trade.Buyer = PurchaserFacts.Of(trade._member, program.Tiers);
            trade.StateBefore = trade.State;
            if (trade.TryEarn(BasketOf(drawn, random)) is not { } sale)
                return null;
            trade.Sale = sale;
            return trade;
        }

        public static Basket BasketOf(ProgramGenerators.Case drawn, Random random) => drawn.Basket with
        {
            Lines =
            [
                .. drawn.Basket.Lines.Select((line, i) => line with
                {
                    LineId = $"l{i}",
                    QuantityThousandths = random.Next(2) == 0 ? 1_000 : random.NextInt64(2, 5_000),
                }),
            ],
        };

        public Trade Copy()
        {
            var copy = new Trade(Program, Till)
            {
                Sale = Sale,
                Buyer = Buyer,
                StateBefore = StateBefore,
                _now = _now,
                _count = _count,
            };
            foreach (var entry in _entries)
                copy.Fold(entry);
            return copy;
        }

        public MemberEvent.PurchaseReturned Return(ReturnPart[] parts) => TryReturn(parts).ShouldNotBeNull();

        /// <summary>Brings parts of a sale back, that of the trade unless another is named; null where it is
        /// refused.</summary>
        public MemberEvent.PurchaseReturned? TryReturn(ReturnPart[] parts, MemberEvent? sale = null) =>
            (MemberEvent.PurchaseReturned?)Try(
                new MemberCommand.ReturnSale(parts)
                {
                    RequestId = $"return {_count}",
                    RequestKey = Key($"return {_count}"),
                    ContentHash = Content($"return {_count++}"),
                    OccurTime = Noon,
                },
                sale ?? Sale);

        public MemberEvent.PointsEarned? TryEarn(Basket basket) =>
            (MemberEvent.PointsEarned?)Try(
                new MemberCommand.EarnPoints(basket)
                {
                    RequestId = $"sale {_count}",
                    RequestKey = Key($"sale {_count}"),
                    ContentHash = Content($"sale {_count++}"),
                    OccurTime = Noon,
                    Context = Till,
                },
                target: null);

        public MemberEvent.PurchaseExchanged? Exchange(ReturnPart[] parts, Basket basket) =>
            (MemberEvent.PurchaseExchanged?)Try(
                new MemberCommand.ExchangePurchase(parts, basket)
                {
                    RequestId = $"exchange {_count}",
                    RequestKey = Key($"exchange {_count}"),
                    ContentHash = Content($"exchange {_count++}"),
                    OccurTime = Noon,
                    Context = Till,
                },
                Sale);

        /// <summary>It is as the other, in which the lot of another entry stands for that of the exchange.</summary>
        public void ShouldBeLike(Trade other, long exchange, long purchase)
        {
            _member.Balance.ShouldBe(other._member.Balance);
            (TierState, _member.Tier.ReviewTime).ShouldBe((other.TierState, other._member.Tier.ReviewTime));
            _member.Tier.Counts.ToArray().ShouldBe(other._member.Tier.Counts.ToArray());
            _member.Lots.Open.ToArray().ShouldBe(
                other._member.Lots.Open.ToArray().Select(lot => lot.Id == purchase ? lot with { Id = exchange } : lot));
            _member.Pending.Open.ToArray().ShouldBe(
                other._member.Pending.Open.ToArray()
                    .Select(lot => lot.Id == purchase ? lot with { Id = exchange } : lot));
            _member.Debts.Open.ToArray().Select(debt => (debt.Id, debt.Points)).ShouldBe(
                other._member.Debts.Open.ToArray()
                    .Select(debt => (debt.Id >= purchase ? debt.Id - 1 : debt.Id, debt.Points)));
            Told(_member.SaleReturns.Of(Sale.Revision)).ShouldBe(Told(other._member.SaleReturns.Of(Sale.Revision)));
            Told(_member.SaleReturns.Of(exchange)).ShouldBe(Told(other._member.SaleReturns.Of(purchase)));

            static string Told(SaleReturn sale) =>
                $"{sale.IsWhole} {string.Join(' ', sale.Lines)} {sale.ClaimedPoints} {sale.DebtRestoredPoints} "
                + $"{sale.ForgivenPoints}";
        }

        public void Reverse() => Do(Requests.Reverse(Sale.Revision));

        public void DoSomethingElse(Random random)
        {
            var available = _member.Balance.Available;
            switch (random.Next(5))
            {
                case 3:
                    PassTime(random.NextInt64(20L * 86_400_000_000_000));
                    break;
                case 0 when available > 0:
                    var most = Math.Min(available, LoyaltyProgram.PointsPerBasketMax);
                    Do(Burn(random.NextInt64(1, most + 1), $"b{_count++}"));
                    break;
                case 1:
                    var other = Decide(EarnMinor(random.Next(1, 50_000), $"e{_count++}"));
                    if (other.Event is { } earned)
                        Fold(earned);
                    break;
                case 2 when _entries.OfType<MemberEvent.PointsBurned>().LastOrDefault() is { } burned
                    && !_member.IsReversed(burned.Revision):
                    Do(Requests.Reverse(burned.Revision));
                    break;
            }
        }

        private void PassTime(long nanoseconds)
        {
            _now = new LedgerTime(_now.UnixNanoseconds + nanoseconds);
            while (DueDecider.Decide(_member, _now, _now, _ => Program.Tiers) is { } due)
                Fold(due);
        }

        private MemberEvent? Try(MemberCommand command, MemberEvent? target)
        {
            var decision = Decide(command, target);
            if (decision.Event is { } entry)
                Fold(entry);
            return decision.Event;
        }

        private MemberEvent Do(MemberCommand command)
        {
            var decision = Decide(command);
            Fold(decision.Event.ShouldNotBeNull($"{command}: {decision.Rejection?.Reason}"));
            return decision.Event!;
        }

        private void Fold(MemberEvent entry)
        {
            MemberFold.Evolve(_member, entry);
            _entries.Add(entry);
        }

        private Decision Decide(MemberCommand command, MemberEvent? target = null) => MemberDecider.Decide(
            _member, command, new DecisionContext
        {
            RecordTime = _now,
            OccurTimeMax = _now,
            Program = Program,
            Tiers = Program.Tiers,
            Principal = "till",
            Target = command is MemberCommand.ReversePoints
                ? _entries.Find(entry => command.RequestId == $"reverse {entry.Revision}")
                : target,
        });
    }
}
