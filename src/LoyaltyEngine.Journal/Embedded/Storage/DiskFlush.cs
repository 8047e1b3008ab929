using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>
/// Flushes to stable storage. On Linux data flushes are <c>fdatasync</c>: the log writes into preallocated blocks, so
/// there is no metadata that reading it back needs and the file system's own journal is left alone.
/// </summary>
internal static partial class DiskFlush
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY

    /// <summary>Flushes a file's data.</summary>
    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (FlushData(file) != 0)
            throw Failure("fdatasync");
    }

    /// <summary>
    /// Flushes a directory, so that the names in it last. A file system that has no such thing needs none.
    /// </summary>
    public static void Directory(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = OpenFile(path, ReadOnlyDirectory, 0);
        if (descriptor < 0)
            throw Failure($"opening {path}");
        try
        {
            if (Flush(descriptor) != 0)
                throw Failure($"fsync of {path}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    // A flush interrupted by a signal is not repeated: what became of it is unknown, as after any failure.
    private static IOException Failure(string what) =>
        new($"{what} failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
