using System.Diagnostics;

namespace LoyaltyEngine.Load.Measure;

/// <summary>Reads how much CPU time a process has used, its own or another's.</summary>
internal sealed class ProcessMeter(int processId)
{
    /// <summary>This process.</summary>
    public static ProcessMeter Own { get; } = new(Environment.ProcessId);

    /// <summary>User and system time since the process began.</summary>
    public TimeSpan Used()
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }

    /// <summary>The memory that it holds now.</summary>
    public long WorkingSet()
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
