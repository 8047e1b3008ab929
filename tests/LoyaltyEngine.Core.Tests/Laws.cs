using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Core.Tests;

/// <summary>
/// Checks properties over random cases. A failure prints the shrunk case and its seed as <c>(a,b)</c> or,
/// for a later step than the first, <c>(a,b,c)</c>; setting the variable <c>FSCHECK_REPLAY</c> to it, without brackets,
/// runs the case again.
/// </summary>
internal static class Laws
{
    /// <summary>The property holds for so many random cases: it throws for none.</summary>
    public static void Hold<T>(Arbitrary<T> cases, int count, Action<T> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("FSCHECK_REPLAY") is { Length: > 0 } replay)
        {
            var step = replay.Split(',');
            var (seed, gamma) = (ulong.Parse(step[0]), ulong.Parse(step[1]));
            config = step is [_, _, var size]
                ? config.WithReplay(seed, gamma, int.Parse(size))
                : config.WithReplay(seed, gamma);
        }

        Check.One(config, Prop.ForAll(cases, property));
    }
}
