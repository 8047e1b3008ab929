using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Core.Baskets;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Benchmarks.Rules;

/// <summary>RULE: twenty compiled rules for a basket of five lines, against the same in hand-written C#.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private readonly LoyaltyProgram _program = SampleProgram.TwentyRules();
    private readonly Basket _basket = SampleProgram.Basket();

    /// <summary>A baseline that gave other points would be none.</summary>
    [GlobalSetup]
    public void Compare()
    {
        var (compiled, written) = (Compiled(), HandWritten());
        if (compiled.Points != written.Points || !compiled.AppliedRules.SequenceEqual(written.AppliedRules))
            throw new InvalidOperationException($"compiled rules give {compiled.Points}, written {written.Points}");
    }

    /// <summary>The rules as a switch over strings.</summary>
    [Benchmark(Baseline = true)]
    public BasketEvaluation HandWritten() => HandWrittenProgram.Evaluate(_basket, SampleProgram.StoreId);

    /// <summary>The rules as the engine compiles them from a program's file.</summary>
    [Benchmark]
    public BasketEvaluation Compiled() => _program.Evaluate(_basket, SampleProgram.Till, SampleProgram.Time);
}
