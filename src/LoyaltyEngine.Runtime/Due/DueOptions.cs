namespace LoyaltyEngine.Runtime.Due;

/// <summary>Settings of a <see cref="DueRun"/>, with the limits that bound it.</summary>
public sealed record DueOptions
{
    /// <summary>The file that spares a start reading the whole feed; null for none.</summary>
    public string? File { get; init; }

    /// <summary>How often members are looked for.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the file is written.</summary>
    public TimeSpan FileInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many members are worked on at once.</summary>
    public int MembersAtOnce { get; init; } = 16;

    /// <summary>How many times as long as they took it rests after so many members, where requests are under way:
    /// tills come first.</summary>
    public int RestFactor { get; init; } = 3;

    /// <summary>The longest such rest, so that on a busy machine it does not take for ever.</summary>
    public TimeSpan RestMax { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>The longest step of the clock that is none of a wrong clock.</summary>
    public TimeSpan ClockJumpMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long at most nothing was recorded before the start; longer is a wrong clock.</summary>
    public TimeSpan DowntimeMax { get; init; } = TimeSpan.FromDays(30);
}
