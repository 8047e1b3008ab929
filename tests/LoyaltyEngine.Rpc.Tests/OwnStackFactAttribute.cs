using System.Runtime.CompilerServices;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>A test that the official packages skip, with what they do otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnStackFactAttribute : FactAttribute
{
    public OwnStackFactAttribute(
        string officially, [CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Skip = officially;
        SkipType = typeof(OfficialStack);
        SkipWhen = nameof(OfficialStack.IsUsed);
    }
}
