namespace LoyaltyEngine.Api.Validation;

/// <summary>One thing wrong with a program as it was sent.</summary>
/// <param name="Path">Where, in the words of the program file.</param>
/// <param name="Field">Where, in the words of the message, for a program that was sent as one.</param>
/// <param name="Line">The line of a program file, from 1; 0 for a message.</param>
/// <param name="Column">The column of a program file, from 1; 0 for a message.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What was expected.</param>
internal sealed record SentFault(string Path, string Field, int Line, int Column, string Message, string Expected);
