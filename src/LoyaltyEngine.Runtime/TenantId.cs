namespace LoyaltyEngine.Runtime;

/// <summary>
/// Names of tenants. A tenant is no more than a name before its programs: each call speaks for one, and reaches nothing
/// of another. 1 to 32 of a-z 0-9 - .
/// </summary>
public static class TenantId
{
    /// <summary>The tenant of a call that names none, and of the files that an engine is started with.</summary>
    public const string Default = "default";

    private const int LengthMax = 32;

    /// <summary>Whether the text may name a tenant.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= LengthMax
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>A program's id where programs of all tenants stand together: <c>tenant/program</c>, and the bare id of
    /// a program of the default tenant.</summary>
    public static string Qualify(string tenant, string programId) =>
        tenant == Default ? programId : $"{tenant}/{programId}";
}
