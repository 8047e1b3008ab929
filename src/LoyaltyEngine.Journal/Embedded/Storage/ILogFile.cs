namespace LoyaltyEngine.Journal.Embedded;

/// <summary>An open file of an <see cref="ILogStorage"/>. Reads may run beside each other and beside a write.</summary>
public interface ILogFile : IDisposable
{
    /// <summary>The file's length in bytes.</summary>
    long Length { get; }

    /// <summary>
    /// Fills the buffer from an offset as far as the file reaches, and says how many bytes there were.
    /// </summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes at an offset, extending the file where need be, or throws.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Makes durable what was written before. After a failure nothing about earlier writes is known.</summary>
    void Flush();
}
