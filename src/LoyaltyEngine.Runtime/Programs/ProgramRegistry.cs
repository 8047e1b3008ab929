using System.Collections.Frozen;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>The programs that an engine runs. Immutable.</summary>
internal sealed class ProgramRegistry(IEnumerable<ProgramHost> programs)
{
    private readonly FrozenDictionary<string, ProgramHost> _byId =
        programs.ToFrozenDictionary(program => program.Id, StringComparer.Ordinal);

    /// <summary>The programs, by their ids' order.</summary>
    public IReadOnlyList<ProgramHost> All { get; } =
        [.. programs.OrderBy(program => program.Id, StringComparer.Ordinal)];

    /// <summary>The program, or null.</summary>
    public ProgramHost? Find(string programId) => _byId.GetValueOrDefault(programId);
}
