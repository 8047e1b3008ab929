namespace LoyaltyEngine.Core.Programs;

/// <summary>One thing wrong with a program.</summary>
/// <param name="Path">Where, in the words of the program file: <c>earning.rules[2].multiplier</c>.</param>
/// <param name="Message">What is wrong there, with the value found.</param>
/// <param name="Expected">What was expected instead.</param>
public sealed record ProgramFault(string Path, string Message, string Expected)
{
    /// <summary>The fault in one line.</summary>
    public override string ToString() => $"{Path}: {Message}; expected {Expected}";
}
