using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Benchmarks.Rules;

/// <summary>RULES: what rules cost that do not match. Ten of a hundred match, and ten of a thousand.</summary>
[MemoryDiagnoser]
public class RuleCountBenchmarks
{
    private readonly LoyaltyProgram _hundred = SampleProgram.ManyRules(100);
    private readonly LoyaltyProgram _thousand = SampleProgram.ManyRules(1_000);
    private readonly LoyaltyProgram _campaigns = SampleProgram.Campaigns(1_000);
    private readonly Basket _basket = SampleProgram.Basket();

    /// <summary>A hundred rules.</summary>
    [Benchmark(Baseline = true)]
    public BasketEvaluation Hundred() => _hundred.Evaluate(_basket, SampleProgram.Till, SampleProgram.Time);

    /// <summary>A thousand rules.</summary>
    [Benchmark]
    public BasketEvaluation Thousand() => _thousand.Evaluate(_basket, SampleProgram.Till, SampleProgram.Time);

    /// <summary>A thousand campaigns of whole receipts, of which ten are of this day.</summary>
    [Benchmark]
    public BasketEvaluation Campaigns() => _campaigns.Evaluate(_basket, SampleProgram.Till, SampleProgram.Time);
}
