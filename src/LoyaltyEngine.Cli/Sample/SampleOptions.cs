namespace LoyaltyEngine.Cli.Sample;

/// <summary>What trading days to make up.</summary>
internal sealed record SampleOptions
{
    public const int MaxDays = 366;
    public const int MaxStores = 500;

    public int Days { get; init; } = 1;

    public int Stores { get; init; } = 3;

    public int Seed { get; init; } = 1;

    /// <summary>The first trading day: a Monday of the past, so that no clock refuses it.</summary>
    public DateOnly FirstDay { get; init; } = new(2025, 3, 3);
}
