namespace LoyaltyEngine.Cli.Sample;

/// <summary>
/// Ranks from 0: rank r is drawn in proportion to 1 / (r + 1)^exponent, as shoppers and articles are.
/// </summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    public ZipfDistribution(int count, double exponent)
    {
        _cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
            _cumulative[rank] = sum += Math.Pow(rank + 1, -exponent);
    }

    public int Draw(SampleRandom random)
    {
        var found = Array.BinarySearch(_cumulative, random.Fraction() * _cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }
}
