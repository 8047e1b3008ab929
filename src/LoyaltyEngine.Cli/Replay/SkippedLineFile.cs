using System.Globalization;
using System.Text;
using LoyaltyEngine.Cli.Invoices;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Writes skipped lines as CSV with the columns line, reason and text. Lines come in the order in which they were found
/// out, so those that the engine refused stand later than their number says. Thread-safe.
/// </summary>
internal sealed class SkippedLineFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TextWriter _to;

    public SkippedLineFile(TextWriter to)
    {
        _to = to;
        _to.NewLine = "\n";
        _to.WriteLine("line,reason,text");
    }

    /// <summary>Creates the file, or replaces it.</summary>
    public static SkippedLineFile Create(string path)
    {
        try
        {
            return new SkippedLineFile(new StreamWriter(path, append: false, new UTF8Encoding(false), 64 * 1024));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The error file {path} cannot be written: {failure.Message}", failure);
        }
    }

    public void Write(SkippedLine line)
    {
        lock (_gate)
        {
            _to.Write(line.LineNumber.ToString(CultureInfo.InvariantCulture));
            _to.Write(',');
            _to.Write(line.Reason);
            _to.Write(",\"");
            _to.Write(line.Text.Replace("\"", "\"\"", StringComparison.Ordinal));
            _to.WriteLine('"');
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _to.Dispose();
    }
}
