using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using NodaTime;

namespace LoyaltyEngine.Benchmarks.Members;

/// <summary>
/// What a member with many lots costs: one purchase a week, each of whose points expire on a day of their own. Each
/// figure is of one decision and its fold on a member just read from a snapshot.
/// </summary>
[MemoryDiagnoser]
[InvocationCount(1)]
public class LotBenchmarks
{
    private const long Second = 1_000_000_000;
    private const long Day = 86_400 * Second;
    private const long Points = 10;

    private static readonly LedgerTime Now = new(1_800_000_000 * Second);

    private static readonly LoyaltyProgram Program = LoyaltyProgram.Compile(
        new ProgramDefinition
        {
            Id = "bench",
            CurrencyCode = "GBP",
            TimeZone = "Europe/London",
            BeginDate = new LocalDate(1970, 1, 1),
            Expiry = new ExpiryDefinition { Period = 50, Unit = ExpiryUnit.Years },
            Earning = new EarningDefinition { Points = 1, PerAmountMinor = 100 },
            Burning = new BurningDefinition { PointsPerCurrencyUnit = 100 },
        },
        1,
        Instant.FromUnixTimeSeconds(0));

    private byte[] _snapshot = [];
    private MemberEvent _burned = null!;
    private byte[] _snapshotBurned = [];
    private Member _member = new();
    private Member _memberBurned = new();

    /// <summary>Lots: ten years of weekly purchases, and many.</summary>
    [Params(520, 10_000)]
    public int LotCount { get; set; }

    [GlobalSetup]
    public void MakeMember()
    {
        var member = new Member();
        Do(member, new MemberCommand.EnrolMember([], [])
        {
            RequestId = "enrol", RequestKey = RequestKey.Of("enrol"), ContentHash = default, OccurTime = Now,
        });
        for (var i = LotCount; i > 0; i--)
        {
            var basket = new Basket("GBP", [new BasketLine("1", "sku", [], 1_000, Points * 100)]);
            Do(member, new MemberCommand.EarnPoints(basket)
            {
                RequestId = $"e{i}",
                RequestKey = RequestKey.Of($"e{i}"),
                ContentHash = default,
                OccurTime = new LedgerTime(Now.UnixNanoseconds - (i * Day)),
            });
        }

        _snapshot = MemberSnapshot.Write(member);
        _burned = Do(member, BurnAll());
        _snapshotBurned = MemberSnapshot.Write(member);
    }

    [IterationSetup]
    public void ReadMember()
    {
        _member = MemberSnapshot.Read(_snapshot)!;
        _memberBurned = MemberSnapshot.Read(_snapshotBurned)!;
    }

    /// <summary>Burns all points.</summary>
    [Benchmark]
    public MemberEvent Burn() => Do(_member, BurnAll());

    /// <summary>Takes all points back for a return without a reference.</summary>
    [Benchmark]
    public MemberEvent Return() => Do(
        _member,
        new MemberCommand.ReturnPurchase(
            new Basket("GBP", [new BasketLine("1", "sku", [], 1_000, LotCount * Points * 100)]))
        {
            RequestId = "back", RequestKey = RequestKey.Of("back"), ContentHash = default, OccurTime = Now,
        });

    /// <summary>Gives all burned points back to the lots that they came from.</summary>
    [Benchmark]
    public MemberEvent UndoBurn() => Do(
        _memberBurned,
        new MemberCommand.ReversePoints
        {
            RequestId = "undo", RequestKey = RequestKey.Of("undo"), ContentHash = default, OccurTime = Now,
        },
        _burned);

    /// <summary>Tells what expires when.</summary>
    [Benchmark]
    public PointSchedule Schedule() => PointSchedule.Of(_member);

    private MemberCommand.BurnPoints BurnAll() => new(LotCount * Points)
    {
        RequestId = "burn", RequestKey = RequestKey.Of("burn"), ContentHash = default, OccurTime = Now,
    };

    private static MemberEvent Do(Member member, MemberCommand command, MemberEvent? target = null)
    {
        var change = MemberDecider.Decide(member, command, new DecisionContext
        {
            RecordTime = Now,
            OccurTimeMax = Now,
            Program = Program,
            Principal = "till",
            Target = target,
        }).Event!;
        MemberFold.Evolve(member, change);
        return change;
    }
}
