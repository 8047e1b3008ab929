using LoyaltyEngine.Core.Baskets;

namespace LoyaltyEngine.Core.Members;

/// <summary>Where an entry comes from: what all entries have in common, whatever they change.</summary>
public readonly record struct EntryOrigin
{
    /// <summary>The member's revision with the entry: 1, 2, 3 without gaps.</summary>
    public required long Revision { get; init; }

    /// <summary>When it was decided; never earlier than the entry before.</summary>
    public required LedgerTime RecordTime { get; init; }

    /// <summary>When it happened, as the caller said.</summary>
    public required LedgerTime OccurTime { get; init; }

    /// <summary>The request that made it; empty for an entry that no request made.</summary>
    public required string RequestId { get; init; }

    /// <summary>The 64-bit key of <see cref="RequestId"/>, 0 for an entry that no request made.</summary>
    public required ulong RequestKey { get; init; }

    /// <summary>The hash of the request's content.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>Who sent the request.</summary>
    public required string Principal { get; init; }

    /// <summary>The version of the program that decided, 0 where no program rule took part.</summary>
    public required long ProgramVersion { get; init; }

    /// <summary>Where it came from.</summary>
    public required TillContext Context { get; init; }

    /// <summary>The local time at <see cref="OccurTime"/> where the program is at home, ahead of UTC, in seconds; 0
    /// where no program rule took part.</summary>
    public int UtcOffsetSeconds { get; init; }

    /// <summary>The version of the tz database that told it, such as 2025b; empty where no program rule took
    /// part.</summary>
    public string TzVersion { get; init; } = "";

    /// <summary>Makes an origin with nothing but what is given.</summary>
    public EntryOrigin()
    {
    }
}
