namespace LoyaltyEngine.Runtime.Programs;

/// <summary>One thing wrong with a program file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Path">Where, in the file's words: <c>earning.rules[2].multiplier</c>; empty for the file as a whole.
/// </param>
/// <param name="Message">What is wrong there, with what was found.</param>
/// <param name="Expected">What was expected instead.</param>
public sealed record ProgramFileFault(int Line, int Column, string Path, string Message, string Expected)
{
    /// <summary>The fault in one line.</summary>
    public override string ToString()
    {
        var path = Path.Length == 0 ? "" : $"{Path}: ";
        return FormattableString.Invariant($"line {Line}, column {Column}: {path}{Message}; expected {Expected}");
    }
}
