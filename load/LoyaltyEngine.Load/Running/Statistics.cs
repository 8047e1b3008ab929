namespace LoyaltyEngine.Load.Running;

/// <summary>The few sums that a report needs.</summary>
internal static class Statistics
{
    /// <summary>The value in the middle, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
