using Grpc.Core;
using LoyaltyEngine.Client;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>
/// Tells once when the engine stops answering and once when it answers again, however many calls notice it. That it is
/// overloaded is no outage: the client slows down and nobody need know. Thread-safe.
/// </summary>
internal sealed class OutageNotices(Action<string> say, TimeSpan patience)
{
    private int _away;

    public void Retrying(LoyaltyRetry retry)
    {
        if (retry.Error.StatusCode == StatusCode.ResourceExhausted || Interlocked.Exchange(ref _away, 1) == 1)
            return;
        say($"The engine does not answer ({retry.Error.StatusCode}: {retry.Error.Message}). "
            + $"Sending the same requests again for up to {patience.TotalSeconds:0} seconds.");
    }

    public void Answered()
    {
        if (Volatile.Read(ref _away) == 1 && Interlocked.Exchange(ref _away, 0) == 1)
            say("The engine answers again.");
    }
}
