using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Enrolment;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>Checks attributes and consents, which the program declares.</summary>
internal static class FactReader
{
    /// <summary>The attributes; not to be used where the checks found anything.</summary>
    public static IReadOnlyList<MemberAttribute> ReadAttributes(
        IReadOnlyList<V1.Attribute> attributes, LoyaltyProgram? program, ref FieldChecks checks)
    {
        if (attributes.Count > ProgramLimits.AttributeCountMax)
        {
            checks.Add("attributes", $"must be at most {ProgramLimits.AttributeCountMax}");
            return [];
        }

        var read = new List<MemberAttribute>(attributes.Count);
        for (var i = 0; i < attributes.Count; i++)
        {
            var (name, value) = (attributes[i].Name, attributes[i].Value);
            if (read.Exists(other => other.Name == name))
                checks.Add($"attributes[{i}].name", "is given twice");
            read.Add(new MemberAttribute(name, value));
            if (program is null)
                continue;
            if (program.Definition.Attributes.FirstOrDefault(known => known.Name == name) is not { } attribute)
                checks.Add($"attributes[{i}].name", "must be an attribute that the program declares");
            else if (!AttributeForms.IsValue(attribute, value))
                checks.Add($"attributes[{i}].value", $"must be {AttributeForms.Describe(attribute)}");
        }

        return read;
    }

    /// <summary>The consents; not to be used where the checks found anything.</summary>
    public static IReadOnlyList<MemberConsent> ReadConsents(
        IReadOnlyList<V1.Consent> consents, LoyaltyProgram? program, ref FieldChecks checks)
    {
        if (consents.Count > ProgramLimits.ConsentCountMax)
        {
            checks.Add("consents", $"must be at most {ProgramLimits.ConsentCountMax}");
            return [];
        }

        var read = new List<MemberConsent>(consents.Count);
        for (var i = 0; i < consents.Count; i++)
        {
            var consent = consents[i];
            if (program is not null && !program.Definition.Consents.Contains(consent.Kind))
                checks.Add($"consents[{i}].kind", "must be a consent that the program declares");
            if (read.Exists(other => other.Kind == consent.Kind))
                checks.Add($"consents[{i}].kind", "is given twice");
            if (consent.Source.Length == 0)
                checks.Add($"consents[{i}].source", "is required");
            checks.ContextText($"consents[{i}].source", consent.Source);
            var time = checks.Time($"consents[{i}].decide_time", SentTime.Of(consent.DecideTime));
            read.Add(new MemberConsent(consent.Kind, consent.IsGranted, time, consent.Source));
        }

        return read;
    }
}
