using System.Globalization;

namespace LoyaltyEngine.Cli.Replay;

/// <summary>Shows a run as a plain line every few seconds, for logs and pipes.</summary>
internal sealed class LineProgress(TextWriter to, TimeProvider time) : IReplayProgress
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly TextWriter _to = TextWriter.Synchronized(to);

    public async Task ShowWhileAsync(Func<ReplayStanding> standing, Func<Task> work)
    {
        await using var timer = time.CreateTimer(_ => Show(standing()), null, Interval, Interval);
        await work();
    }

    public void Say(string sentence) => _to.WriteLine(sentence);

    private void Show(ReplayStanding standing) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"{standing.Done * 100,3:N0} %  {standing.Tail()}"));
}
