using System.Globalization;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Where a run stands.</summary>
/// <param name="Done">The share of the file that was read, 0 to 1.</param>
/// <param name="Purchases">How many purchases were answered.</param>
/// <param name="Elapsed">How long it has been running.</param>
internal readonly record struct ReplayStanding(double Done, long Purchases, TimeSpan Elapsed)
{
    /// <summary>Purchases a second since the beginning.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Purchases / Elapsed.TotalSeconds : 0;

    /// <summary>How long it will take still at this speed; null where nothing can be said yet.</summary>
    public TimeSpan? Left => Done > 0 ? Elapsed * ((1 - Done) / Done) : null;

    /// <summary>Rate and time left, as both displays show them.</summary>
    public string Tail()
    {
        var soFar = string.Create(CultureInfo.InvariantCulture, $"{Purchases:N0} invoices, {Rate:N0}/s");
        return Left is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"{soFar}, {Math.Ceiling(left.TotalSeconds):N0} s left")
            : soFar;
    }
}
