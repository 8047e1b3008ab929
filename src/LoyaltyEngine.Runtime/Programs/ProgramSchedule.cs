using System.Collections.Immutable;
using LoyaltyEngine.Core.Programs;
using NodaTime;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// The versions of one program and from when on each decides. Immutable and thread-safe: a new version makes a new
/// schedule, which is swapped whole.
/// </summary>
public sealed class ProgramSchedule
{
    private readonly ImmutableArray<LoyaltyProgram> _versions;

    private ProgramSchedule(ImmutableArray<LoyaltyProgram> versions) => _versions = versions;

    /// <summary>The program's id.</summary>
    public string ProgramId => _versions[0].Id;

    /// <summary>The version with the greatest number, whether or not its time has come.</summary>
    public LoyaltyProgram Current => _versions[^1];

    /// <summary>The start of the program's first day: nothing occurred before it.</summary>
    public Instant BeginTime => _versions[0].BeginTime;

    /// <summary>All versions by their number, the first first.</summary>
    public ImmutableArray<LoyaltyProgram> Versions => _versions;

    /// <summary>The schedule of a program's first version.</summary>
    /// <exception cref="ArgumentException">It is not version 1.</exception>
    public static ProgramSchedule StartWith(LoyaltyProgram first) => first.Version == 1
        ? new ProgramSchedule([first])
        : throw new ArgumentException($"A program starts with version 1, not {first.Version}.", nameof(first));

    /// <summary>The schedule with one version more.</summary>
    /// <exception cref="ArgumentException">It belongs to another program or is not the next version.</exception>
    public ProgramSchedule With(LoyaltyProgram next)
    {
        if (next.Id != ProgramId)
            throw new ArgumentException($"The version is of {next.Id}, not of {ProgramId}.", nameof(next));
        if (next.Version != Current.Version + 1)
        {
            throw new ArgumentException(
                $"After version {Current.Version} comes {Current.Version + 1}, not {next.Version}.", nameof(next));
        }
        return new ProgramSchedule(_versions.Add(next));
    }

    /// <summary>
    /// The version that decides what occurred at that time: of those in effect by then the one with the greatest
    /// number, and before any took effect the first; null before the program began.
    /// </summary>
    public LoyaltyProgram? At(Instant occurTime)
    {
        if (occurTime < BeginTime)
            return null;
        // Newest first, since nearly all of what is asked occurred just now.
        for (var i = _versions.Length - 1; i > 0; i--)
        {
            if (_versions[i].EffectiveTime <= occurTime)
                return _versions[i];
        }
        return _versions[0];
    }
}
