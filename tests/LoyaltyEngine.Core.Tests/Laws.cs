using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Core.Tests;

/// <summary>
/// Checks properties over random cases. A failure prints the shrunk case and its seed as <c>Replay = "a,b"</c>; setting
/// the variable <c>FSCHECK_REPLAY</c> to <c>a,b</c> runs that very case again.
/// </summary>
internal static class Laws
{
    /// <summary>The property holds for so many random cases: it throws for none.</summary>
    public static void Hold<T>(Arbitrary<T> cases, int count, Action<T> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("FSCHECK_REPLAY") is { Length: > 0 } replay)
        {
            var seed = replay.Split(',').Select(ulong.Parse).ToArray();
            config = config.WithReplay(seed[0], seed[1]);
        }

        Check.One(config, Prop.ForAll(cases, property));
    }
}
