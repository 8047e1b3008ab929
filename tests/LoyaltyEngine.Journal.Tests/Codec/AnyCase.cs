using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Journal.Tests.Codec;

/// <summary>
/// Checks over random cases. A failure prints the case and the step to replay as <c>(a,b,c)</c>; setting the
/// variable <c>FSCHECK_REPLAY</c> to <c>a,b,c</c> runs that very case again.
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
            config = config.WithReplay(ulong.Parse(step[0]), ulong.Parse(step[1]), int.Parse(step[2]));
        }

        Check.One(config, Prop.ForAll(cases.ToArbitrary(), check));
    }
}
