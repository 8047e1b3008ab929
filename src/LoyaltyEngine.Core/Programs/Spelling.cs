namespace LoyaltyEngine.Core.Programs;

/// <summary>Guesses which known word was meant by an unknown one.</summary>
public static class Spelling
{
    /// <summary>Longer words are not guessed at: the work grows with the square of the length.</summary>
    private const int WordLengthMax = 64;

    /// <summary>
    /// The known word nearest to the one found, by insertions, deletions, substitutions and swaps of neighbours without
    /// regard to case; null where none is near. Of equally near words the first in ordinal order.
    /// </summary>
    public static string? Nearest(string found, IEnumerable<string> known)
    {
        if (found.Length is 0 or > WordLengthMax)
            return null;
        var distanceMax = Math.Max(1, found.Length / 3);
        return known
            .Where(word => Math.Abs(word.Length - found.Length) <= distanceMax)
            .Select(word => (word, distance: Distance(found.ToLowerInvariant(), word.ToLowerInvariant())))
            .Where(candidate => candidate.distance <= distanceMax)
            .OrderBy(candidate => candidate.distance).ThenBy(candidate => candidate.word, StringComparer.Ordinal)
            .Select(candidate => candidate.word)
            .FirstOrDefault();
    }

    /// <summary>" (did you mean x?)", or nothing where no known word is near.</summary>
    public static string Hint(string? found, IEnumerable<string> known) =>
        found is not null && Nearest(found, known) is { } nearest ? $" (did you mean {nearest}?)" : "";

    private static int Distance(string left, string right)
    {
        var (beforeLast, last, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
            last[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[right.Length];
    }
}
