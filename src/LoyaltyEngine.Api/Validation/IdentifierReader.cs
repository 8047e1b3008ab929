using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks identifiers.</summary>
internal static class IdentifierReader
{
    private const int KindLengthMax = 32;

    private static readonly MemberIdentifier Unreadable = new("", "");

    /// <summary>The identifier of somebody; not to be used where the checks found anything.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="identifier">What was sent.</param>
    /// <param name="versions">The program, of one of whose versions' kinds it must be; null to check no more than the
    /// shape.</param>
    /// <param name="checks">What is wrong.</param>
    public static MemberIdentifier ReadKnown(
        string field, V1.Identifier? identifier, ProgramSchedule? versions, ref FieldChecks checks)
    {
        if (identifier is null || versions is null || versions.Standing.Any(version => Allows(version, identifier)))
            return Read(field, identifier, null, ref checks);
        return Read(field, identifier, versions.Current, ref checks);
    }

    /// <summary>The identifier that is to be given; not to be used where the checks found anything.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="identifier">What was sent.</param>
    /// <param name="program">The program whose kinds it must be of; null to check no more than the shape.</param>
    /// <param name="checks">What is wrong.</param>
    public static MemberIdentifier Read(
        string field, V1.Identifier? identifier, LoyaltyProgram? program, ref FieldChecks checks)
    {
        if (identifier is null)
        {
            checks.Add(field, "is required");
            return Unreadable;
        }

        if (identifier.Kind.Length is 0 or > KindLengthMax || !identifier.Kind.All(IsKindCharacter))
            checks.Add($"{field}.kind", "must be 1 to 32 of a-z 0-9 _");
        checks.Text($"{field}.value", identifier.Value, 1, ProgramLimits.IdentifierLengthMax);
        if (program is { Definition.Identifiers: { Count: > 0 } kinds })
            CheckDeclared(field, identifier, kinds, ref checks);
        return new MemberIdentifier(identifier.Kind, identifier.Value);
    }

    private static bool Allows(LoyaltyProgram version, V1.Identifier identifier) =>
        version.NormaliseIdentifier(identifier.Kind, identifier.Value) is not null;

    private static void CheckDeclared(
        string field, V1.Identifier identifier, IReadOnlyList<IdentifierDefinition> kinds, ref FieldChecks checks)
    {
        var kind = kinds.FirstOrDefault(known => known.Kind == identifier.Kind);
        if (kind is null)
            checks.Add($"{field}.kind", $"must be one of {string.Join(", ", kinds.Select(known => known.Kind))}");
        else if (IdentifierForms.Normalise(kind, identifier.Value) is null)
            checks.Add($"{field}.value", $"must be {IdentifierForms.Describe(kind)}");
    }

    private static bool IsKindCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_';
}
