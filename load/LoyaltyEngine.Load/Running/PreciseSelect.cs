using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LoyaltyEngine.Load.Running;

/// <summary>
/// What <c>Socket.Select</c> does, but for waits of less than a millisecond, too, which that one makes a busy loop of.
/// Of Linux; elsewhere it is that one.
/// </summary>
internal static partial class PreciseSelect
{
    private const short CanRead = 1;
    private const short CanWrite = 4;
    private const int SocketCountMax = 1024;

    /// <summary>Waits until a socket is ready or the time is over, and leaves those in the lists that are.</summary>
    public static unsafe void Wait(List<Socket> readable, List<Socket> writable, TimeSpan atMost)
    {
        if (!OperatingSystem.IsLinux() || readable.Count > SocketCountMax)
        {
            Socket.Select(readable, writable.Count > 0 ? writable : null, null, atMost);
            return;
        }

        var entries = stackalloc Entry[readable.Count];
        for (var i = 0; i < readable.Count; i++)
        {
            var events = writable.Contains(readable[i]) ? CanRead | CanWrite : CanRead;
            entries[i] = new Entry { Socket = (int)readable[i].Handle, Events = (short)events };
        }

        var time = new Time
        {
            Seconds = (nint)(atMost.Ticks / TimeSpan.TicksPerSecond),
            Nanoseconds = (nint)(atMost.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
        };
        var ready = Poll(entries, (nuint)readable.Count, &time, 0);
        var kept = 0;
        writable.Clear();
        for (var i = 0; i < readable.Count; i++)
        {
            // An error or an end shows by reading.
            if (ready > 0 && (entries[i].Ready & ~CanWrite) != 0)
                readable[kept++] = readable[i];
        }

        readable.RemoveRange(kept, readable.Count - kept);
    }

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static unsafe partial int Poll(Entry* entries, nuint count, Time* atMost, nint signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Socket;
        public short Events;
        public short Ready;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
