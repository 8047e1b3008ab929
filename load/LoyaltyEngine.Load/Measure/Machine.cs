using System.Reflection;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Load.Measure;

/// <summary>What a figure was measured on, and the commit this program was built from.</summary>
internal sealed record Machine(
    string Processor, int Cores, double MemoryGib, string System, string Runtime, string LoadAverage, string Commit)
{
    public static Machine Describe() => new(
        FirstField("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown",
        BuiltFrom());

    // The SDK puts the commit behind the version: 0.1.0+59ec9f4...
    private static string BuiltFrom()
    {
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return version?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";
    }

    private static string? FirstField(string file, string name) =>
        !File.Exists(file)
            ? null
            : File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':', 2)[1].Trim();
}
