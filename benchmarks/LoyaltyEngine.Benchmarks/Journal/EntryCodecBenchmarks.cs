using BenchmarkDotNet.Attributes;
using LoyaltyEngine.Benchmarks.Members;
using LoyaltyEngine.Benchmarks.Rules;
using LoyaltyEngine.Core.Members;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Codec;

namespace LoyaltyEngine.Benchmarks.Journal;

/// <summary>The stored form of an earn of five lines with eight applied rules, and its place in the chain.</summary>
[MemoryDiagnoser]
public class EntryCodecBenchmarks
{
    private static readonly StreamId Stream = StreamId.Member("default", "bench", "m00000001");
    private MemberEvent _entry = null!;
    private StoredRecord _record = null!;

    [GlobalSetup]
    public void MakeEntry()
    {
        _entry = new SampleEarns(SampleProgram.TwentyRules(), 20).Entries()[^1];
        var body = EntryCodec.Write(_entry).ToArray();
        _record = new StoredRecord(
            Stream, _entry.Revision, ChainHash.Genesis(Stream), _entry.Origin.RequestKey, body);
        Console.WriteLine($"// the stored entry has {body.Length} bytes");
    }

    /// <summary>Encodes it.</summary>
    [Benchmark(Baseline = true)]
    public int Encode() => EntryCodec.Write(_entry).Length;

    /// <summary>Decodes it.</summary>
    [Benchmark]
    public MemberEvent Decode() => EntryCodec.Read(_record);

    /// <summary>Hashes it into its stream's chain.</summary>
    [Benchmark]
    public ChainHash Chain() => _record.Hash.Next(_record.Revision, _record.Body.Span);
}
