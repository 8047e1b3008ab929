using System.Collections.Frozen;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>
/// The programs that an engine runs, each its tenant's own: whoever asks for one says for whom. Immutable: one program
/// more makes a new registry.
/// </summary>
internal sealed class ProgramRegistry(IEnumerable<ProgramHost> programs)
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, ProgramHost>> _byTenant = programs
        .GroupBy(program => program.Tenant, StringComparer.Ordinal)
        .ToFrozenDictionary(
            tenant => tenant.Key,
            tenant => tenant.ToFrozenDictionary(program => program.Id, StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>The programs of all tenants, by tenant and id.</summary>
    public IReadOnlyList<ProgramHost> All { get; } =
        [.. programs
            .OrderBy(program => program.Tenant, StringComparer.Ordinal)
            .ThenBy(program => program.Id, StringComparer.Ordinal)];

    /// <summary>The program, or null.</summary>
    public ProgramHost? Find(string tenant, string programId) =>
        _byTenant.TryGetValue(tenant, out var programs) ? programs.GetValueOrDefault(programId) : null;

    /// <summary>The registry with one program more.</summary>
    public ProgramRegistry With(ProgramHost program) => new([.. All, program]);
}
