using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>
/// Checks over random cases. A failure prints the case and its seed as <c>(a,b)</c> or, for a later step than the
/// first, <c>(a,b,c)</c>; setting the variable <c>FSCHECK_REPLAY</c> to it, without brackets, runs the case again.
/// </summary>
internal static class AnyCase
{
    /// <summary>Checks that nothing is thrown for so many random cases.</summary>
    public static void Of<T>(Gen<T> cases, int count, Action<T> check)
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

        Check.One(config, Prop.ForAll(cases.ToArbitrary(), check));
    }
}
