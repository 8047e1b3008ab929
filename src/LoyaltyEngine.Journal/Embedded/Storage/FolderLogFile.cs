using Microsoft.Win32.SafeHandles;

namespace LoyaltyEngine.Journal.Embedded;

/// <summary>A file of a <see cref="FolderLogStorage"/>.</summary>
internal sealed class FolderLogFile(SafeFileHandle handle) : ILogFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var count = RandomAccess.Read(handle, buffer[total..], offset + total);
            if (count == 0)
                break;
            total += count;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Flush() => DiskFlush.Data(handle);

    public void Dispose() => handle.Dispose();
}
