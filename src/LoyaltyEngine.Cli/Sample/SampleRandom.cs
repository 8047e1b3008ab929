namespace LoyaltyEngine.Cli.Sample;

/// <summary>
/// SplitMix64. Our own, because a sample must be the same for a seed under every later .NET, which System.Random does
/// not promise.
/// </summary>
internal sealed class SampleRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>At least 0 and below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least 0 and below the limit.</summary>
    public int Below(int limit) => (int)(Fraction() * limit);

    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>1, 2, 3 and so on with this mean, falling off geometrically.</summary>
    public int Geometric(double mean)
    {
        var count = 1;
        while (count < 1000 && Chance(1 - (1 / mean)))
            count++;
        return count;
    }
}
