using System.Globalization;
using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramChecker"/> that looks at what a program says of its members.</summary>
internal static class MemberRuleChecker
{
    private const int CallingCodeLengthMax = 3;

    public static void Check(ProgramDefinition definition, List<ProgramFault> faults)
    {
        CheckIdentifiers(definition.Identifiers, faults);
        CheckActions("status.blocked", definition.Statuses.Blocked, faults);
        CheckActions("status.closed", definition.Statuses.Closed, faults);
        CheckLegalProfiles(definition.Enrolment.LegalProfiles, faults);
        CheckAttributes(definition.Attributes, faults);
        CheckNames("consents", "", definition.Consents, ProgramLimits.ConsentCountMax, faults);
    }

    private static void CheckIdentifiers(IReadOnlyList<IdentifierDefinition> kinds, List<ProgramFault> faults)
    {
        CheckNames("identifiers", ".kind", [.. kinds.Select(kind => kind.Kind)],
            ProgramLimits.IdentifierKindCountMax, faults);
        for (var i = 0; i < Math.Min(kinds.Count, ProgramLimits.IdentifierKindCountMax); i++)
        {
            var (kind, path) = (kinds[i], Item("identifiers", i));
            if (!Enum.IsDefined(kind.Format))
                faults.Add(new ProgramFault($"{path}.format", $"found {kind.Format}", "text, digits, phone or email"));
            if (!Enum.IsDefined(kind.Check))
                faults.Add(new ProgramFault($"{path}.check", $"found {kind.Check}", "none or luhn"));
            var minFits = ProgramChecker.CheckRange(
                $"{path}.length_min", kind.LengthMin, 1, ProgramLimits.IdentifierLengthMax, faults);
            if (minFits)
            {
                ProgramChecker.CheckRange(
                    $"{path}.length_max", kind.LengthMax, kind.LengthMin, ProgramLimits.IdentifierLengthMax, faults);
            }

            if (kind.Check == CheckDigit.Luhn && kind.Format != IdentifierFormat.Digits)
                faults.Add(new ProgramFault($"{path}.check", "only digits have a check digit", "format: digits"));
            CheckCallingCode(kind, path, faults);
        }
    }

    private static void CheckCallingCode(IdentifierDefinition kind, string path, List<ProgramFault> faults)
    {
        var code = kind.CallingCode;
        if (code is null || code.Length > CallingCodeLengthMax || !code.All(char.IsAsciiDigit)
            || code.StartsWith('0'))
        {
            faults.Add(new ProgramFault($"{path}.calling_code", ProgramWords.Show(code),
                "a country calling code without + and zeros, such as 44"));
        }
        else if (code.Length > 0 && kind.Format != IdentifierFormat.Phone)
        {
            faults.Add(new ProgramFault($"{path}.calling_code", "only telephone numbers have one", "format: phone"));
        }
    }

    private static void CheckActions(string path, MemberActions actions, List<ProgramFault> faults)
    {
        const MemberActions known = MemberActions.Earn | MemberActions.Burn | MemberActions.Return
            | MemberActions.Reverse | MemberActions.Update;
        if ((actions & ~known) != 0)
            faults.Add(new ProgramFault(path, $"found {actions}", "earn, burn, return, reverse or update"));
    }

    private static void CheckLegalProfiles(IReadOnlyList<LegalProfileDefinition> profiles, List<ProgramFault> faults)
    {
        const string path = "enrolment.legal_profiles";
        CheckNames(path, ".id", [.. profiles.Select(profile => profile.Id)],
            ProgramLimits.LegalProfileCountMax, faults);
        for (var i = 0; i < Math.Min(profiles.Count, ProgramLimits.LegalProfileCountMax); i++)
        {
            ProgramChecker.CheckRange(
                $"{Item(path, i)}.minimum_age", profiles[i].MinimumAge, 0, ProgramLimits.AgeMax, faults);
            ProgramChecker.CheckKnown($"{Item(path, i)}.law", profiles[i].Law, "quebec or ontario", faults);
            ProgramChecker.CheckKnown(
                $"{Item(path, i)}.exemption", profiles[i].Exemption, "small_rewards or single_reward", faults);
            if (profiles[i] is { Law: ExpiryLaw.None, Exemption: not ExpiryExemption.None })
                faults.Add(new ProgramFault($"{Item(path, i)}.exemption", "found without a law", "a law beside it"));
        }
    }

    private static void CheckAttributes(IReadOnlyList<AttributeDefinition> attributes, List<ProgramFault> faults)
    {
        CheckNames("attributes", ".name", [.. attributes.Select(attribute => attribute.Name)],
            ProgramLimits.AttributeCountMax, faults);
        for (var i = 0; i < Math.Min(attributes.Count, ProgramLimits.AttributeCountMax); i++)
        {
            var (attribute, path) = (attributes[i], Item("attributes", i));
            if (!Enum.IsDefined(attribute.Type))
            {
                faults.Add(new ProgramFault(
                    $"{path}.type", $"found {attribute.Type}", "text, number, date, boolean or choice"));
            }

            var isChoice = attribute.Type == AttributeType.Choice;
            if (isChoice && attribute.Values.Count == 0)
                faults.Add(new ProgramFault($"{path}.values", "found nothing", "the values to choose from"));
            if (!isChoice && attribute.Values.Count > 0)
                faults.Add(new ProgramFault($"{path}.values", "only a choice has values", "type: choice"));
            CheckValues(attribute.Values, $"{path}.values", faults);
        }
    }

    private static void CheckValues(IReadOnlyList<string> values, string path, List<ProgramFault> faults)
    {
        if (values.Count > ProgramLimits.AttributeValueCountMax)
        {
            faults.Add(new ProgramFault(path, $"{ProgramWords.Show(values.Count)} values",
                string.Create(CultureInfo.InvariantCulture, $"at most {ProgramLimits.AttributeValueCountMax}")));
            return;
        }

        var seen = new HashSet<string>();
        for (var i = 0; i < values.Count; i++)
        {
            if (!ProgramWords.IsLineWord(values[i]))
            {
                faults.Add(new ProgramFault(Item(path, i), ProgramWords.Show(values[i]),
                    $"1 to {ProgramLimits.WordLengthMax} characters, no control characters"));
            }
            else if (!seen.Add(values[i]))
            {
                faults.Add(new ProgramFault(
                    Item(path, i), $"{ProgramWords.Show(values[i])} a second time", "each value once"));
            }
        }
    }

    // Names of a list's items, each a word and each once.
    private static void CheckNames(
        string path, string key, IReadOnlyList<string> names, int countMax, List<ProgramFault> faults)
    {
        if (names.Count > countMax)
        {
            faults.Add(new ProgramFault(path, ProgramWords.Show(names.Count),
                string.Create(CultureInfo.InvariantCulture, $"at most {countMax}")));
            return;
        }

        var seen = new HashSet<string>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!ProgramWords.IsName(names[i]))
            {
                faults.Add(new ProgramFault(Item(path, i) + key, ProgramWords.Show(names[i]),
                    $"1 to {ProgramLimits.NameLengthMax} of {ProgramWords.NameAlphabet}"));
            }
            else if (!seen.Add(names[i]))
            {
                faults.Add(new ProgramFault(
                    Item(path, i) + key, $"{ProgramWords.Show(names[i])} a second time", "each once"));
            }
        }
    }

    private static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
