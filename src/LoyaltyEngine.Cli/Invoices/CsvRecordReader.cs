using System.Text;

namespace LoyaltyEngine.Cli.Invoices;

/// <summary>
/// Reads CSV records (RFC 4180). A quote is special only where it opens a field, so <c>12" RULER</c> is read as it
/// stands. A quote that is never closed spoils one line, not the rest of the file: after <see
/// cref="MaxLinesPerRecord"/> lines the record is given up and reading goes on with the line after its first. Empty
/// lines are passed over.
/// </summary>
internal sealed class CsvRecordReader(TextReader text)
{
    /// <summary>How many lines of the file a quoted field may span.</summary>
    public const int MaxLinesPerRecord = 16;

    private readonly BoundedLineReader _lines = new(text);
    private readonly LinkedList<(string Line, bool Cut)> _waiting = new();
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private long _lineNumber;

    /// <summary>The next record; null at the end of the file.</summary>
    public CsvRecord? Read()
    {
        while (TryNextLine(out var line, out var cut))
        {
            var number = ++_lineNumber;
            if (line.Length == 0)
                continue;
            if (cut)
                return new CsvRecord(number, line, [], SkipReason.LineTooLong);
            if (!line.Contains('"'))
                return new CsvRecord(number, line, line.Split(','), null);
            return ReadQuoted(number, line);
        }

        return null;
    }

    private CsvRecord ReadQuoted(long number, string first)
    {
        var record = first;
        var taken = new List<(string Line, bool Cut)>();
        while (!TrySplit(record))
        {
            if (taken.Count + 1 == MaxLinesPerRecord || !TryNextLine(out var line, out var cut))
            {
                for (var i = taken.Count - 1; i >= 0; i--)
                    _waiting.AddFirst(taken[i]);
                return new CsvRecord(number, first, [], SkipReason.UnclosedQuote);
            }

            taken.Add((line, cut));
            record += "\n" + line;
        }

        _lineNumber += taken.Count;
        return new CsvRecord(number, record, [.. _fields], null);
    }

    /// <summary>Takes the record apart into <see cref="_fields"/>; false where a quoted field is still open.</summary>
    private bool TrySplit(string record)
    {
        _fields.Clear();
        _field.Clear();
        var quoted = false;
        var atStart = true;
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (quoted && c == '"' && i + 1 < record.Length && record[i + 1] == '"')
            {
                _field.Append('"');
                i++;
            }
            else if (quoted ? c == '"' : c == '"' && atStart)
            {
                quoted = !quoted;
                atStart = false;
            }
            else if (c == ',' && !quoted)
            {
                _fields.Add(_field.ToString());
                _field.Clear();
                atStart = true;
            }
            else
            {
                _field.Append(c);
                atStart = false;
            }
        }

        _fields.Add(_field.ToString());
        return !quoted;
    }

    private bool TryNextLine(out string line, out bool cut)
    {
        if (_waiting.First is not { } waiting)
            return _lines.TryRead(out line, out cut);

        _waiting.RemoveFirst();
        (line, cut) = waiting.Value;
        return true;
    }
}
