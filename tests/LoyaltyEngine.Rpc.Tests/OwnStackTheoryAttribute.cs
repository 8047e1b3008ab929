using System.Runtime.CompilerServices;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A theory that the official packages skip, with what they do otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnStackTheoryAttribute : TheoryAttribute
{
    public OwnStackTheoryAttribute(
        string officially, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = officially;
        SkipType = typeof(OfficialStack);
        SkipWhen = nameof(OfficialStack.IsUsed);
    }
}
