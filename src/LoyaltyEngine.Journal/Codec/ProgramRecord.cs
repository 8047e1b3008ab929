using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Journal.Codec;

/// <summary>A record of a program's stream: what became of the program's versions. Immutable.</summary>
public abstract record ProgramRecord
{
    private ProgramRecord()
    {
    }

    /// <summary>Its place in the program's stream, from 1.</summary>
    public long Revision { get; init; }

    /// <summary>When it was decided.</summary>
    public required LedgerTime RecordTime { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Principal { get; init; }

    /// <summary>The request that made it; empty for the file that an engine was started with.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>A hash of the request's content; the default where no request made it.</summary>
    public ContentHash ContentHash { get; init; }

    /// <summary>A version was published; its number is its place among those published.</summary>
    /// <param name="Source">The program file, to the letter.</param>
    /// <param name="EffectiveTime">From when on it decides.</param>
    public sealed record Published(string Source, LedgerTime EffectiveTime) : ProgramRecord;

    /// <summary>A version was retired before it took effect.</summary>
    /// <param name="Version">The version's number.</param>
    public sealed record Retired(long Version) : ProgramRecord;
}
