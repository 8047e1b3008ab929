namespace LoyaltyEngine.Cli.Replay;

/// <summary>Shows a run while it goes on.</summary>
internal interface IReplayProgress
{
    /// <summary>
    /// Does the work and meanwhile shows where it stands, asking <paramref name="standing"/> now and then.
    /// </summary>
    Task ShowWhileAsync(Func<ReplayStanding> standing, Func<Task> work);

    /// <summary>Tells something that happened. Thread-safe.</summary>
    void Say(string sentence);
}
