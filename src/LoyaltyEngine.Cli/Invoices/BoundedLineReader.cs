using System.Text;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Reads lines of at most <see cref="MaxLength"/> characters. What a longer line holds beyond them is passed over, so
/// that a file without line ends cannot fill the memory. A line ends with LF or CR LF.
/// </summary>
internal sealed class BoundedLineReader(TextReader text)
{
    /// <summary>The longest line that is kept whole.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly char[] _buffer = new char[32 * 1024];
    private readonly StringBuilder _carried = new();
    private int _position;
    private int _filled;

    /// <summary>
    /// The next line without its end; <paramref name="cut"/> says that it was longer. False at the end.
    /// </summary>
    public bool TryRead(out string line, out bool cut)
    {
        _carried.Clear();
        var begun = false;
        while (_position < _filled || Fill())
        {
            var rest = _buffer.AsSpan(_position, _filled - _position);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            _position += end < 0 ? part.Length : part.Length + 1;

            if (end >= 0 && !begun)
                return Take(part, out line, out cut);
            _carried.Append(part[..Math.Min(part.Length, MaxLength + 1 - _carried.Length)]);
            begun = true;
            if (end >= 0)
                return Take(_carried.ToString(), out line, out cut);
        }

        Take(_carried.ToString(), out line, out cut);
        return begun;
    }

    private static bool Take(ReadOnlySpan<char> found, out string line, out bool cut)
    {
        if (found.EndsWith("\r"))
            found = found[..^1];
        cut = found.Length > MaxLength;
        line = (cut ? found[..MaxLength] : found).ToString();
        return true;
    }

    private bool Fill()
    {
        _position = 0;
        _filled = text.Read(_buffer, 0, _buffer.Length);
        return _filled > 0;
    }
}
