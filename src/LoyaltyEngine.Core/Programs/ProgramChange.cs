namespace LoyaltyEngine.Core.Programs;

/// <summary>One thing that a version of a program changes, in words.</summary>
/// <param name="Path">Where, in the words of the program file: <c>burning.minimum</c>.</param>
/// <param name="Affected">For whom: <c>purchases of category bakery in store S001</c>.</param>
/// <param name="Description">What changes.</param>
public sealed record ProgramChange(string Path, string Affected, string Description)
{
    /// <summary>The change in one line.</summary>
    public override string ToString() => $"{Path}: {Affected}: {Description}";
}
