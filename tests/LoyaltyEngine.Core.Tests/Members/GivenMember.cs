using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Members;

/// <summary>
/// A member brought to a state by the requests it accepted, and the question what becomes of the next. Finds what a
/// decision needs of earlier entries as the runtime does, but by looking at all of them.
/// </summary>
internal sealed class GivenMember
{
    private readonly List<MemberEvent> _entries = [];

    private GivenMember(Terms terms) => Program = terms.Compile();

    public Member Member { get; } = new();

    public LoyaltyProgram? Program { get; private set; }

    public LedgerTime RecordTime { get; private set; } = Requests.Noon;

    public IReadOnlyList<MemberEvent> Entries => _entries;

    /// <summary>A member without any entry.</summary>
    public static GivenMember Unknown(Terms? terms = null) => new(terms ?? new Terms());

    /// <summary>A member whose one entry is its enrolment.</summary>
    public static GivenMember Enrolled(Terms? terms = null) => Unknown(terms).And(Requests.Enrol());

    /// <summary>And then this was accepted.</summary>
    public GivenMember And(MemberCommand command, long target = 0)
    {
        Fold(When(command, target).ShouldAccept<MemberEvent>());
        return this;
    }

    /// <summary>And then so many points were earned by one purchase, however many those are.</summary>
    public GivenMember AndHolds(long points) =>
        AndSettled([new LotChange(Member.Revision + 1, points, LedgerTime.Never)], 0);

    /// <summary>And then so many points became debt, however many those are.</summary>
    public GivenMember AndOwes(long points) => AndSettled([], points);

    /// <summary>And then the program had these terms.</summary>
    public GivenMember AndTerms(Terms terms)
    {
        Program = terms.Compile();
        return this;
    }

    /// <summary>And then the request speaks of a time at which there was no program.</summary>
    public GivenMember AndNoProgram()
    {
        Program = null;
        return this;
    }

    /// <summary>And then time went by.</summary>
    public GivenMember AndLater(long nanoseconds)
    {
        RecordTime = new LedgerTime(RecordTime.UnixNanoseconds + nanoseconds);
        return this;
    }

    /// <summary>What becomes of the command. Checks on the way that deciding leaves the member as it is.</summary>
    public Decision When(MemberCommand command, long target = 0, bool isIdentifierTaken = false)
    {
        var before = MemberSnapshot.Write(Member);
        var decision = MemberDecider.Decide(Member, command, new DecisionContext
        {
            RecordTime = RecordTime,
            OccurTimeMax = RecordTime,
            Program = Program,
            PurchaseTimeMin = Program?.EarliestOf(RecordTime),
            Principal = "till",
            Tiers = Program?.Tiers,
            Prior = _entries.Find(entry => entry.Origin.RequestId == command.RequestId),
            Target = _entries.Find(entry => entry.Revision == target),
            IsIdentifierTaken = isIdentifierTaken,
        });
        MemberSnapshot.Write(Member).ShouldBe(before);
        return decision;
    }

    /// <summary>And then it was this time, and what is due by then was applied.</summary>
    public GivenMember AndDue(LedgerTime time)
    {
        RecordTime = time;
        while (DueDecider.Decide(Member, time, time, _ => Program?.Tiers) is { } due)
            Fold(due);
        return this;
    }

    public void Fold(MemberEvent entry)
    {
        MemberFold.Evolve(Member, entry);
        _entries.Add(entry);
    }

    private GivenMember AndSettled(LotChange[] lots, long debtChange)
    {
        var settlement = new Settlement(lots, debtChange);
        Fold(new MemberEvent.PurchaseReturned(Requests.BasketOf(0), 0, [], 0)
        {
            Origin = Entry.Origin(Member.Revision + 1),
            Settlement = settlement,
            BalanceAfter = Member.Balance with
            {
                Available = Member.Balance.Available + settlement.Points + debtChange,
                Debt = Member.Balance.Debt + debtChange,
            },
        });
        return this;
    }
}
