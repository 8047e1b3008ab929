namespace LoyaltyEngine.Load.Measure;

/// <summary>
/// Reads how busy the whole machine has been, so that a report can tell how much of it others took: on a shared machine
/// an absolute figure means little without that.
/// </summary>
internal static class MachineMeter
{
    private const string Source = "/proc/stat";

    // Linux counts in hundredths of a second for programs, whatever its own tick.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>CPU time used by all processes and stolen by the hypervisor; null where unknown.</summary>
    public static MachineTime? Read()
    {
        if (!File.Exists(Source))
            return null;

        // cpu user nice system idle iowait irq softirq steal ...
        var fields = File.ReadLines(Source).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        TimeSpan Sum(params ReadOnlySpan<int> columns)
        {
            var ticks = 0L;
            foreach (var column in columns)
                ticks += long.Parse(fields[column]);
            return Tick * ticks;
        }

        return new MachineTime(Sum(1, 2, 3, 6, 7), Sum(8));
    }
}
