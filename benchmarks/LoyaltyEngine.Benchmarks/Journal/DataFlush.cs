using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LoyaltyEngine.Benchmarks.Journal;

/// <summary>
/// Flushes a file's data but not its times: what a journal in preallocated segments needs. .NET's own flush is fsync,
/// which writes the times, too, and would make a baseline that is easy to beat.
/// </summary>
internal static partial class DataFlush
{
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(file);
        else if (FlushData(file) != 0)
            throw new IOException($"fdatasync failed: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);
}
