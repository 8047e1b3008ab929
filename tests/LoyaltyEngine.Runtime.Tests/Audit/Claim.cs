namespace LoyaltyEngine.Runtime.Tests.Audit;

/// <summary>Something that must hold, said in words that cost nothing while it does.</summary>
internal static class Claim
{
    public static void That(bool holds, FormattableString what)
    {
        if (!holds)
            throw new InvalidOperationException(FormattableString.Invariant(what));
    }

    public static void Equal<T>(T actual, T expected, FormattableString what)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
            throw new InvalidOperationException($"{FormattableString.Invariant(what)}: {actual} instead of {expected}");
    }
}
