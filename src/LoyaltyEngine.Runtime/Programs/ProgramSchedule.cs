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
    private readonly ImmutableHashSet<long> _retired;
    private readonly ImmutableArray<LoyaltyProgram> _standing;

    private ProgramSchedule(ImmutableArray<LoyaltyProgram> versions, ImmutableHashSet<long> retired)
    {
        _versions = versions;
        _retired = retired;
        _standing = retired.IsEmpty ? versions : [.. versions.Where(version => !retired.Contains(version.Version))];
        HasTiers = _standing.Any(version => version.Tiers is not null);
        AllowsAnyLateness = _standing.All(version => version.Definition.LateDays == 0);
    }

    /// <summary>The program's id.</summary>
    public string ProgramId => _versions[0].Id;

    /// <summary>The version with the greatest number that is not retired, whether or not its time has come.</summary>
    public LoyaltyProgram Current => _standing[^1];

    /// <summary>Whether no version says how late a purchase may be told of.</summary>
    public bool AllowsAnyLateness { get; }

    /// <summary>Whether any version has tiers.</summary>
    public bool HasTiers { get; }

    /// <summary>The start of the program's first day: nothing occurred before it.</summary>
    public Instant BeginTime => _versions[0].BeginTime;

    /// <summary>All versions by their number, the first first, retired ones too.</summary>
    public ImmutableArray<LoyaltyProgram> Versions => _versions;

    /// <summary>The versions that decide or will, the first first.</summary>
    public ImmutableArray<LoyaltyProgram> Standing => _standing;

    /// <summary>The schedule of a program's first version.</summary>
    /// <exception cref="ArgumentException">It is not version 1.</exception>
    public static ProgramSchedule StartWith(LoyaltyProgram first) => first.Version == 1
        ? new ProgramSchedule([first], [])
        : throw new ArgumentException($"A program starts with version 1, not {first.Version}.", nameof(first));

    /// <summary>The schedule with one version more.</summary>
    /// <exception cref="ArgumentException">It belongs to another program or is not the next version.</exception>
    public ProgramSchedule With(LoyaltyProgram next)
    {
        if (next.Id != ProgramId)
            throw new ArgumentException($"The version is of {next.Id}, not of {ProgramId}.", nameof(next));
        if (next.Version != _versions[^1].Version + 1)
        {
            throw new ArgumentException(
                $"After version {_versions[^1].Version} comes {_versions[^1].Version + 1}, not {next.Version}.",
                nameof(next));
        }
        return new ProgramSchedule(_versions.Add(next), _retired);
    }

    /// <summary>The schedule without a version: it decides nothing, and its number stays its own.</summary>
    /// <exception cref="ArgumentException">It is the first version, no version, or retired already.</exception>
    public ProgramSchedule WithRetired(long version)
    {
        if (version <= 1 || Find(version) is null || IsRetired(version))
            throw new ArgumentException($"Version {version} of {ProgramId} cannot be retired.", nameof(version));
        return new ProgramSchedule(_versions, _retired.Add(version));
    }

    /// <summary>The version of that number, retired or not; null where there is none.</summary>
    public LoyaltyProgram? Find(long version) =>
        version >= 1 && version <= _versions.Length ? _versions[(int)version - 1] : null;

    /// <summary>Whether the version was retired.</summary>
    public bool IsRetired(long version) => _retired.Contains(version);

    /// <summary>
    /// The version that decides what occurred at that time: of those in effect by then the one with the greatest
    /// number, and before any took effect the first; null before the program began. Retired ones decide nothing.
    /// </summary>
    public LoyaltyProgram? At(Instant occurTime)
    {
        if (occurTime < BeginTime)
            return null;
        // Newest first, since nearly all of what is asked occurred just now.
        for (var i = _standing.Length - 1; i > 0; i--)
        {
            if (_standing[i].EffectiveTime <= occurTime)
                return _standing[i];
        }
        return _standing[0];
    }
}
