using LoyaltyEngine.Benchmarks.Rules;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Benchmarks.Members;

/// <summary>Earns of five lines, and the member they are for.</summary>
internal sealed class SampleEarns
{
    private const long Second = 1_000_000_000;
    private static readonly LedgerTime Now = new(1_800_000_000 * Second);
    private static readonly TillContext Till = new(SampleProgram.StoreId, "till-07", "c4711", "123456789", "store");

    private readonly DecisionContext _context;

    public SampleEarns(LoyaltyProgram program, int count)
    {
        _context = new DecisionContext
        {
            RecordTime = Now,
            OccurTimeMax = new LedgerTime(Now.UnixNanoseconds + 300 * Second),
            Program = program,
            Tiers = program.Tiers,
            Principal = "anonymous",
        };
        Commands = [.. Enumerable.Range(0, count).Select(_ => Earn())];
    }

    /// <summary>Earns with distinct request ids.</summary>
    public IReadOnlyList<MemberCommand> Commands { get; }

    /// <summary>What they are decided by.</summary>
    public ref readonly DecisionContext Context => ref _context;

    /// <summary>A member just enrolled.</summary>
    public Member NewMember()
    {
        var member = new Member();
        var id = "enrol";
        var enrol = new MemberCommand.EnrolMember([], [])
        {
            RequestId = id,
            RequestKey = RequestKey.Of(id),
            ContentHash = ContentHasher.Burn(Now, Till, 0),
            OccurTime = Now,
            Context = Till,
        };
        MemberFold.Evolve(member, MemberDecider.Decide(member, enrol, _context).Event!);
        return member;
    }

    /// <summary>The entries that the earns make of a new member, after its enrolment.</summary>
    public IReadOnlyList<MemberEvent> Entries()
    {
        var member = NewMember();
        var entries = new List<MemberEvent>();
        foreach (var command in Commands)
        {
            var change = MemberDecider.Decide(member, command, _context).Event!;
            MemberFold.Evolve(member, change);
            entries.Add(change);
        }

        return entries;
    }

    private static MemberCommand.EarnPoints Earn()
    {
        var id = Guid.NewGuid().ToString();
        var basket = SampleProgram.Basket();
        return new MemberCommand.EarnPoints(basket)
        {
            RequestId = id,
            RequestKey = RequestKey.Of(id),
            ContentHash = ContentHasher.Earn(Now, Till, basket),
            OccurTime = Now,
            Context = Till,
        };
    }
}
