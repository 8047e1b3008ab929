using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Core.Programs;

/// <summary>The part of <see cref="ProgramComparison"/> that looks at what a program says of its members.</summary>
internal static class MemberRuleComparison
{
    private const string Enrolling = "members who enrol";

    public static void Compare(ProgramDefinition before, ProgramDefinition after, List<ProgramChange> changes)
    {
        CompareKinds(before.Identifiers, after.Identifiers, changes);
        CompareActions("blocked", before.Statuses.Blocked, after.Statuses.Blocked, changes);
        CompareActions("closed", before.Statuses.Closed, after.Statuses.Closed, changes);
        CompareEnrolment(before.Enrolment, after.Enrolment, changes);
        CompareNamed("attributes", "members of whom something is known",
            before.Attributes.Select(attribute => (attribute.Name, AttributeForms.Describe(attribute))),
            after.Attributes.Select(attribute => (attribute.Name, AttributeForms.Describe(attribute))), changes);
        CompareNamed("consents", "members who are asked for consent",
            before.Consents.Select(consent => (consent, "may be given")),
            after.Consents.Select(consent => (consent, "may be given")), changes);
    }

    private static void CompareKinds(
        IReadOnlyList<IdentifierDefinition> before, IReadOnlyList<IdentifierDefinition> after,
        List<ProgramChange> changes)
    {
        if ((before.Count == 0) != (after.Count == 0))
        {
            changes.Add(new("identifiers", "members with identifiers", after.Count == 0
                ? "of any kind, to the letter; those given before stay as they were"
                : "of the declared kinds only; those given before stay as they were"));
        }

        CompareNamed("identifiers", "members with identifiers of the kind",
            before.Select(kind => (kind.Kind, Words(kind))), after.Select(kind => (kind.Kind, Words(kind))), changes);
    }

    private static void CompareActions(
        string status, MemberActions before, MemberActions after, List<ProgramChange> changes)
    {
        if (before != after)
        {
            changes.Add(new($"status.{status}", $"members who are {status}",
                $"may {Words(after)} instead of {Words(before)}"));
        }
    }

    private static void CompareEnrolment(
        EnrolmentDefinition before, EnrolmentDefinition after, List<ProgramChange> changes)
    {
        if (before.AtTill != after.AtTill)
        {
            changes.Add(new("enrolment.at_till", "shoppers with an identifier that nobody has", after.AtTill
                ? "become members with their first earn"
                : "do not become members with an earn any more"));
        }

        const string path = "enrolment.legal_profiles";
        CompareNamed(path, Enrolling,
            before.LegalProfiles.Select(profile => (profile.Id, Words(profile))),
            after.LegalProfiles.Select(profile => (profile.Id, Words(profile))), changes);
        if (after.LegalProfiles.Count > 0 && before.LegalProfiles.FirstOrDefault()?.Id != after.LegalProfiles[0].Id)
            changes.Add(new(path, Enrolling, $"and name no legal profile do so under {after.LegalProfiles[0].Id}"));
    }

    // What came, what went and what became another, by name.
    private static void CompareNamed(
        string path, string affected, IEnumerable<(string Name, string Words)> before,
        IEnumerable<(string Name, string Words)> after, List<ProgramChange> changes)
    {
        var old = before.ToDictionary();
        foreach (var (name, words) in after)
        {
            if (!old.Remove(name, out var former))
                changes.Add(new(path, affected, $"new: {name}, {words}"));
            else if (former != words)
                changes.Add(new(path, affected, $"{name}: {words} instead of {former}; what was given before stays"));
        }

        foreach (var name in old.Keys)
            changes.Add(new(path, affected, $"{name} cannot be given any more; what was given before stays"));
    }

    private static string Words(IdentifierDefinition kind)
    {
        var format = kind.Format switch
        {
            IdentifierFormat.Digits => "digits",
            IdentifierFormat.Phone => "a telephone number",
            IdentifierFormat.Email => "an e-mail address",
            _ => "text",
        };
        var check = kind.Check == CheckDigit.Luhn ? " with a check digit" : "";
        var country = kind.CallingCode.Length > 0 ? $", by itself of country +{kind.CallingCode}" : "";
        return RuleComparison.Text($"{format} of {kind.LengthMin} to {kind.LengthMax} characters{check}{country}");
    }

    private static string Words(LegalProfileDefinition profile)
    {
        var age = profile.MinimumAge == 0
            ? "of any age"
            : RuleComparison.Text($"from the age of {profile.MinimumAge}");
        var exemption = profile.Exemption switch
        {
            ExpiryExemption.SmallRewards => ", exempt as its rewards are small",
            ExpiryExemption.SingleReward => ", exempt as its reward is a single one",
            _ => "",
        };
        return profile.Law == ExpiryLaw.None
            ? age
            : $"{age}, points expire by the law of {ExpiryLawChecker.Words(profile.Law)}{exemption}";
    }

    private static string Words(MemberActions actions)
    {
        var words = new List<string>();
        Add(MemberActions.Earn, "earn");
        Add(MemberActions.Burn, "burn");
        Add(MemberActions.Return, "return goods");
        Add(MemberActions.Reverse, "have entries undone");
        Add(MemberActions.Update, "be updated");
        return words.Count == 0 ? "nothing" : string.Join(", ", words);

        void Add(MemberActions action, string word)
        {
            if (actions.HasFlag(action))
                words.Add(word);
        }
    }
}
