using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Benchmarks.Rules;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Benchmarks.Members;

/// <summary>
/// KERNEL: what an earn of five lines costs in memory. Each figure is of one earn out of 64 in a row on a member
/// that was enrolled just before, so a share of making the member and of its growing table of lots is in it.
/// </summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Earns = 64;

    private readonly SampleEarns _twentyRules = new(SampleProgram.TwentyRules(), Earns);
    private readonly SampleEarns _baseRate = new(SampleProgram.ManyRules(0), Earns);
    private readonly SampleEarns _tiers = new(SampleProgram.WithTiers(TierPeriod.CalendarYear), Earns);
    private readonly SampleEarns _rollingTiers = new(SampleProgram.WithTiers(TierPeriod.RollingMonths), Earns);
    private IReadOnlyList<MemberEvent> _entries = [];

    [GlobalSetup]
    public void MakeEntries() => _entries = _twentyRules.Entries();

    /// <summary>Decides by twenty rules, of which seven match, and folds.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public long DecideAndEvolve() => DecideAndEvolve(_twentyRules);

    /// <summary>The same by a program with a base rate alone: what is left without rules.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public long DecideAndEvolveWithoutRules() => DecideAndEvolve(_baseRate);

    /// <summary>The same with three tiers by the calendar year.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public long DecideAndEvolveWithTiers() => DecideAndEvolve(_tiers);

    /// <summary>The same with three tiers by twelve rolling months.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public long DecideAndEvolveWithRollingTiers() => DecideAndEvolve(_rollingTiers);

    /// <summary>Folds entries that were decided before: what recovery does.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public long Evolve()
    {
        var member = _twentyRules.NewMember();
        foreach (var entry in _entries)
            MemberFold.Evolve(member, entry);
        return member.Revision;
    }

    /// <summary>Hashes the content of an earn, by which a repeated request is known.</summary>
    [Benchmark(OperationsPerInvoke = Earns)]
    public ulong HashContent()
    {
        var all = 0UL;
        foreach (var command in _twentyRules.Commands)
        {
            var earn = (MemberCommand.EarnPoints)command;
            all ^= ContentHasher.Earn(earn.OccurTime, earn.Context, earn.Basket).First;
        }

        return all;
    }

    private static long DecideAndEvolve(SampleEarns earns)
    {
        var member = earns.NewMember();
        foreach (var command in earns.Commands)
            MemberFold.Evolve(member, MemberDecider.Decide(member, command, earns.Context).Event!);
        return member.Revision;
    }
}
