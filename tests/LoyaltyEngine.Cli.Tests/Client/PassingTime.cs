using Microsoft.Extensions.Time.Testing;

namespace LoyaltyEngine.Cli.Tests.Client;

/// <summary>A fake clock on which nobody waits: a timer moves it to its due time and goes off.</summary>
internal sealed class PassingTime(FakeTimeProvider clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Advance(dueTime);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return timer;
    }
}
