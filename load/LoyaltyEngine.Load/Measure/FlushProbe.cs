using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LoyaltyEngine.Load.Measure;

/// <summary>
/// Measures what the disk asks for durability: 4 KiB written into a preallocated file and flushed (pwrite and
/// fdatasync), one at a time. The file is written in full beforehand, so that a flush carries data and no metadata.
/// </summary>
internal sealed partial class FlushProbe : IDisposable
{
    private const int BlockSize = 4096;
    private const int Blocks = 1024;
    private const int IdleFlushes = 200;
    private static readonly TimeSpan PauseUnderLoad = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly byte[] _block = new byte[BlockSize];
    private int _next;

    public FlushProbe(string folder)
    {
        _path = Path.Combine(folder, $".flush-probe-{Environment.ProcessId}");
        _file = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite);
        for (var i = 0; i < Blocks; i++)
            RandomAccess.Write(_file, _block, (long)i * BlockSize);
        RandomAccess.FlushToDisk(_file);
        Random.Shared.NextBytes(_block);
    }

    /// <summary>Flushes back to back.</summary>
    public LatencyHistogram MeasureIdle()
    {
        var latency = new LatencyHistogram();
        for (var i = 0; i < IdleFlushes; i++)
            latency.Record(FlushOnce());
        return latency;
    }

    /// <summary>Flushes ten times a second until cancelled: enough to see, too little to matter.</summary>
    public LatencyHistogram MeasureUntil(CancellationToken stop)
    {
        var latency = new LatencyHistogram();
        while (!stop.WaitHandle.WaitOne(PauseUnderLoad))
            latency.Record(FlushOnce());
        return latency;
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private long FlushOnce()
    {
        var start = Stopwatch.GetTimestamp();
        RandomAccess.Write(_file, _block, (long)_next * BlockSize);
        if (OperatingSystem.IsLinux())
        {
            if (FlushData(_file) != 0)
                throw new IOException($"fdatasync failed: error {Marshal.GetLastPInvokeError()}");
        }
        else
        {
            RandomAccess.FlushToDisk(_file);
        }

        _next = (_next + 1) % Blocks;
        return Stopwatch.GetTimestamp() - start;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);
}
