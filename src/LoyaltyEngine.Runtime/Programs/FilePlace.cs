namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A place in a program file, line and column from 1.</summary>
internal readonly record struct FilePlace(int Line, int Column)
{
    public static FilePlace Start { get; } = new(1, 1);
}
