using System.Globalization;

namespace LoyaltyEngine.Core.Programs;

/// <summary>
/// Keeps identifiers unique across the versions of a program. They are stored as hashes of their normal forms, which
/// nobody can make anew: so once a kind has a normal form, it has it for good. Pure.
/// </summary>
public static class IdentifierContinuity
{
    /// <summary>The faults of a version after others; empty where every identifier keeps its normal form.</summary>
    /// <param name="earlier">The versions before it that decide or will, the first first.</param>
    /// <param name="next">The version, which has no faults of its own.</param>
    public static IReadOnlyList<ProgramFault> Check(IEnumerable<LoyaltyProgram> earlier, ProgramDefinition next)
    {
        var faults = new List<ProgramFault>();
        foreach (var version in earlier)
        {
            Compare(version, next, faults);
            if (faults.Count > 0)
                break;
        }

        return faults;
    }

    private static void Compare(LoyaltyProgram version, ProgramDefinition next, List<ProgramFault> faults)
    {
        var known = version.Definition.Identifiers;
        var asIn = string.Create(CultureInfo.InvariantCulture, $"as in version {version.Version}");
        if (next.Identifiers.Count == 0 && known.FirstOrDefault(HasNormalForm) is { } formed)
        {
            faults.Add(new ProgramFault(
                "identifiers", "found no kinds, so that any is taken to the letter",
                $"the kind {formed.Kind} with the format {Word(formed.Format)}, {asIn}"));
        }

        for (var i = 0; i < next.Identifiers.Count; i++)
        {
            var kind = next.Identifiers[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"identifiers[{i}]");
            if (known.Count == 0 && HasNormalForm(kind))
            {
                faults.Add(new ProgramFault(
                    $"{path}.format", $"found {Word(kind.Format)}",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"text, since version {version.Version} declares no kinds and takes any to the letter")));
            }

            if (known.FirstOrDefault(one => one.Kind == kind.Kind) is not { } before)
                continue;
            if (before.Format != kind.Format)
            {
                faults.Add(new ProgramFault(
                    $"{path}.format", $"found {Word(kind.Format)}", $"{Word(before.Format)}, {asIn}"));
            }
            else if (before.CallingCode != kind.CallingCode)
            {
                var expected = before.CallingCode.Length == 0 ? "none" : before.CallingCode;
                faults.Add(new ProgramFault(
                    $"{path}.calling_code", ProgramWords.Show(kind.CallingCode), $"{expected}, {asIn}"));
            }
        }
    }

    private static bool HasNormalForm(IdentifierDefinition kind) => kind.Format != IdentifierFormat.Text;

    private static string Word(IdentifierFormat format) => format switch
    {
        IdentifierFormat.Digits => "digits",
        IdentifierFormat.Phone => "phone",
        IdentifierFormat.Email => "email",
        _ => "text",
    };
}
