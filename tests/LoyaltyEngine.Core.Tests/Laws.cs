using FsCheck;
using FsCheck.Fluent;

namespace LoyaltyEngine.Core.Tests;

/// <summary>
/// Checks properties over random cases. A failure prints the shrunk case and the step to replay as
/// <c>(a,b,c)</c>; setting the variable <c>FSCHECK_REPLAY</c> to <c>a,b,c</c> runs that very case again.
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
            config = config.WithReplay(ulong.Parse(step[0]), ulong.Parse(step[1]), int.Parse(step[2]));
        }

        Check.One(config, Prop.ForAll(cases, property));
    }
}
