using System.IO.Compression;
using System.Text;
using LoyaltyEngine.Cli.Console;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>An opened file of invoices, plain or gzipped (told by its first bytes, not by its name).</summary>
internal sealed class InvoiceFile : IDisposable
{
    private readonly Stream _bytes;
    private readonly StreamReader _text;
    private readonly CsvRecordReader _records;

    private InvoiceFile(Stream bytes, Stream text)
    {
        _bytes = bytes;
        _text = new StreamReader(text, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);
        _records = new CsvRecordReader(_text);
    }

    /// <summary>The size of the file as it lies on the disk.</summary>
    public long LengthBytes => _bytes.Length;

    /// <summary>How much of <see cref="LengthBytes"/> was read.</summary>
    public long ReadBytes => _bytes.Position;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CommandFailedException">It is not there, cannot be read, or holds something else.</exception>
    public static InvoiceFile Open(string path)
    {
        InvoiceFile? file = null;
        try
        {
            var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
            file = new InvoiceFile(bytes, Unpacked(bytes, path));
            if (file.ReadRecord() is not { Fault: null } header || !InvoiceColumns.AreHeader(header.Fields))
            {
                throw new CommandFailedException(
                    $"{path} does not begin with the header {InvoiceColumns.Header}, so its columns are not known.");
            }

            return file;
        }
        catch (Exception failure)
        {
            file?.Dispose();
            throw failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => new CommandFailedException(
                    $"There is no file {path}. Make one with: {Invocation.Prefix} sample --out {path}", failure),
                UnauthorizedAccessException or IOException or InvalidDataException => new CommandFailedException(
                    $"{path} cannot be read: {failure.Message}", failure),
                _ => failure,
            };
        }
    }

    /// <summary>The next record after the header; null at the end.</summary>
    public CsvRecord? ReadRecord() => _records.Read();

    public void Dispose()
    {
        _text.Dispose();
        _bytes.Dispose();
    }

    private static Stream Unpacked(FileStream bytes, string path)
    {
        Span<byte> first = stackalloc byte[2];
        var count = bytes.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        bytes.Position = 0;
        return count < first.Length ? bytes : (first[0], first[1]) switch
        {
            (0x1f, 0x8b) => new GZipStream(bytes, CompressionMode.Decompress),
            ((byte)'P', (byte)'K') => throw new CommandFailedException(
                $"{path} is an Excel workbook or a zip archive: save its sheet as CSV first."),
            _ => bytes,
        };
    }
}
